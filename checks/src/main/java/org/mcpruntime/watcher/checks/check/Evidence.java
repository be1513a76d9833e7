package org.mcpruntime.watcher.checks.check;

import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * One value that a check read: {@code Pod/shop/cart-1}, {@code status.phase}, {@code Pending}.
 *
 * @param path at most 300 characters, as the value
 */
public record Evidence(ObjectRef resource, String path, String value) {

  private static final int CHARS = 300;

  public Evidence {
    path = Finding.limit(path, CHARS);
    value = Finding.limit(value, CHARS);
  }
}
