package org.mcpruntime.watcher.cli.output;

import java.util.Locale;

/** How results are written. */
public enum Format {
  TABLE,
  WIDE,
  JSON,
  YAML;

  /** For programs rather than people. */
  public boolean isDocument() {
    return this == JSON || this == YAML;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
