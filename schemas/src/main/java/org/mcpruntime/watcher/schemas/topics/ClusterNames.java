package org.mcpruntime.watcher.schemas.topics;

import java.util.regex.Pattern;

/** The names a cluster may have: {@code [a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?}. */
public final class ClusterNames {
  private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

  private ClusterNames() {}

  /** Whether {@code name} can stand in keys, group ids and transactional ids. */
  public static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }
}
