package org.mcpruntime.watcher.cli.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where values come from, strongest last: the defaults, the file, the environment, the flags.
 *
 * @param file null when there is none
 * @param environment of the process; only names that begin with {@value Key#ENVIRONMENT_PREFIX} are looked at
 * @param flags key to value, with the flag as the user wrote it
 */
public record ConfigSources(
    @Nullable Path file, Map<String, String> environment, Map<String, Flag> flags) {

  /** A value given on the command line. */
  public record Flag(String value, String spelled) {}

  public ConfigSources {
    environment = Map.copyOf(environment);
    flags = new LinkedHashMap<>(flags);
  }
}
