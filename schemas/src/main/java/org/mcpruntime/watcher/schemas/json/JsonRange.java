package org.mcpruntime.watcher.schemas.json;

/** One value inside a buffer, without surrounding white space. */
public record JsonRange(int offset, int length) {
  public JsonRange {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("a range has no negative bounds");
    }
  }

  /** Index of the first byte behind the value. */
  public int end() {
    return offset + length;
  }
}
