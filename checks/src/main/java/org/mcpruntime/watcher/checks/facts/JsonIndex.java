package org.mcpruntime.watcher.checks.facts;

import java.nio.charset.StandardCharsets;

/**
 * Where the values of one JSON text are, as {@link JsonIndexer} finds them. An object is read for some of its fields, of which
 * most are short: so names are compared as bytes, and only what is asked for becomes a string.
 *
 * <p>Values are numbered in the order of the text. In an object each name is a value of its own before that of the member.
 */
final class JsonIndex {

  /** Of a value. */
  enum Type {
    OBJECT(0),
    ARRAY(1),
    STRING(2),
    /** A string with escapes. */
    ESCAPED(3),
    NUMBER(4),
    TRUE(5),
    FALSE(6),
    NULL(7);

    private final int bits;

    Type(int bits) {
      this.bits = bits;
    }
  }

  /** Instead of the number of a value. */
  static final int ABSENT = -1;

  static final int ROOT = 0;

  private static final int TYPE_BITS = 3;
  private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;

  private final byte[] json;

  /**
   * Two entries for each value. The first is where it begins, behind the quote of a string; for objects and arrays the number of
   * the value behind them. The second is where it ends, and its type in the lowest bits.
   */
  private final int[] entries;

  private JsonIndex(byte[] json, int[] entries) {
    this.json = json;
    this.entries = entries;
  }

  /** Of a whole text; {@code json} must not change later. */
  static JsonIndex of(byte[] json) throws ExtractionException {
    return new JsonIndex(json, JsonIndexer.entries(json));
  }

  /** The second entry of a value. */
  static int endAndType(int end, Type type) {
    return end << TYPE_BITS | type.bits;
  }

  boolean is(int value, Type type) {
    return (entries[2 * value + 1] & TYPE_MASK) == type.bits;
  }

  /** The value behind this one, at the same depth, if there is one. */
  int next(int value) {
    return is(value, Type.OBJECT) || is(value, Type.ARRAY) ? entries[2 * value] : value + 1;
  }

  /** The first element of an array, or name of an object; {@link #next} of the container when it is empty. */
  int first(int container) {
    return container + 1;
  }

  /** The member of an object with this ASCII name, the last one of several; {@link #ABSENT} when there is none. */
  int member(int object, String name) {
    int found = ABSENT;
    int end = next(object);
    for (int each = first(object); each < end; each = next(each + 1)) {
      if (isText(each, name)) {
        found = each + 1;
      }
    }
    return found;
  }

  /** Of a string or a number: as it is written, escapes resolved. */
  String text(int value) {
    int start = start(value);
    int end = end(value);
    return is(value, Type.ESCAPED)
        ? unescaped(start, end)
        : new String(json, start, end - start, StandardCharsets.UTF_8);
  }

  /** Of a number: whether it is written without fraction and exponent. */
  boolean isWhole(int value) {
    for (int i = start(value); i < end(value); i++) {
      if (json[i] > '9' || json[i] == '.') {
        return false;
      }
    }
    return true;
  }

  private boolean isText(int value, String ascii) {
    if (is(value, Type.ESCAPED)) {
      return text(value).equals(ascii);
    }
    int start = start(value);
    if (end(value) - start != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (json[start + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int start(int value) {
    return entries[2 * value];
  }

  private int end(int value) {
    return entries[2 * value + 1] >>> TYPE_BITS;
  }

  private String unescaped(int start, int end) {
    String raw = new String(json, start, end - start, StandardCharsets.UTF_8);
    boolean units = false;
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char letter = raw.charAt(i);
      if (letter != '\\') {
        text.append(letter);
      } else {
        letter = raw.charAt(++i);
        switch (letter) {
          case 'b' -> text.append('\b');
          case 'f' -> text.append('\f');
          case 'n' -> text.append('\n');
          case 'r' -> text.append('\r');
          case 't' -> text.append('\t');
          case 'u' -> {
            units = true;
            text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
            i += 4;
          }
          default -> text.append(letter);
        }
      }
    }
    // Half a surrogate pair has no UTF-8: what is stored must be what is judged.
    return units
        ? new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        : text.toString();
  }
}
