package org.mcpruntime.watcher.cli.output;

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
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
