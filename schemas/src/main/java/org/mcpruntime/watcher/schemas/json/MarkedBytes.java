package org.mcpruntime.watcher.schemas.json;

/** A set of ASCII bytes a scanner looks out for while it passes over strings, at no extra cost. */
public final class MarkedBytes {
  static final MarkedBytes NONE = new MarkedBytes("");

  private static final byte STOP = -1;

  private final byte[] classes = new byte[256];

  private MarkedBytes(String marked) {
    for (int i = 0; i < marked.length(); i++) {
      classes[marked.charAt(i)] = 1;
    }
    for (int b = 0; b < classes.length; b++) {
      if (b < ' ' || b >= 0x80 || b == '"' || b == '\\') {
        classes[b] = STOP;
      }
    }
  }

  /**
   * A set of its own; keep it, since it costs a table.
   *
   * @param marked printable ASCII, neither quote nor backslash
   */
  public static MarkedBytes of(String marked) {
    for (int i = 0; i < marked.length(); i++) {
      char c = marked.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        throw new IllegalArgumentException("cannot be marked: character " + (int) c);
      }
    }
    return new MarkedBytes(marked);
  }

  /** Per byte: 0 plain, 1 marked, -1 needs a closer look by the scanner. Shared, not to be written. */
  byte[] classes() {
    return classes;
  }
}
