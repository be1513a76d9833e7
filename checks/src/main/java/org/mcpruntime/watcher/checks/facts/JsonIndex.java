package org.mcpruntime.watcher.checks.facts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the values of one JSON text are. An object is read for some of its fields, of which most are short: so the text is walked
 * over once, names are compared as bytes, and only what is asked for becomes a string.
 *
 * <p>Structure, numbers and escapes are checked, also of what nobody asks for. UTF-8 is not: published objects have passed
 * redaction, which checks it.
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

  private static final int MAX_DEPTH = 500;
  private static final int TYPE_BITS = 3;
  private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;

  /** Bytes that stand for themselves in a string, by their unsigned value. */
  private static final boolean[] PLAIN = plain();

  private final byte[] json;

  /**
   * Two entries for each value. The first is where it begins, behind the quote of a string; for objects and arrays the number of
   * the value behind them. The second is where it ends, and its type in the lowest bits.
   */
  private int[] entries;

  private int values;

  private JsonIndex(byte[] json) {
    this.json = json;
    this.entries = new int[Math.max(64, json.length / 5)];
  }

  /** Of a whole text; {@code json} must not change later. */
  static JsonIndex of(byte[] json) throws ExtractionException {
    JsonIndex index = new JsonIndex(json);
    int end = index.skipWhiteSpace(index.value(index.skipWhiteSpace(0), 0));
    if (end < json.length) {
      throw malformed(end);
    }
    return index;
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

  // Each of these reads what begins at a place and gives the place behind it.

  private int value(int at, int depth) throws ExtractionException {
    return switch (byteAt(at)) {
      case '{' -> object(at, depth);
      case '[' -> array(at, depth);
      case '"' -> string(at);
      case 't' -> literal(at, "true", Type.TRUE);
      case 'f' -> literal(at, "false", Type.FALSE);
      case 'n' -> literal(at, "null", Type.NULL);
      default -> number(at);
    };
  }

  private int object(int start, int depth) throws ExtractionException {
    int self = enter(start, depth, Type.OBJECT);
    int at = skipWhiteSpace(start + 1);
    boolean more = byteAt(at) != '}';
    while (more) {
      if (byteAt(at) != '"') {
        throw malformed(at);
      }
      at = skipWhiteSpace(string(at));
      if (byteAt(at) != ':') {
        throw malformed(at);
      }
      at = skipWhiteSpace(value(skipWhiteSpace(at + 1), depth + 1));
      more = goesOn(at, '}');
      at = more ? skipWhiteSpace(at + 1) : at;
    }
    entries[2 * self] = values;
    return at + 1;
  }

  private int array(int start, int depth) throws ExtractionException {
    int self = enter(start, depth, Type.ARRAY);
    int at = skipWhiteSpace(start + 1);
    boolean more = byteAt(at) != ']';
    while (more) {
      at = skipWhiteSpace(value(at, depth + 1));
      more = goesOn(at, ']');
      at = more ? skipWhiteSpace(at + 1) : at;
    }
    entries[2 * self] = values;
    return at + 1;
  }

  private int enter(int at, int depth, Type type) throws ExtractionException {
    if (depth == MAX_DEPTH) {
      throw malformed(at);
    }
    return add(0, 0, type);
  }

  private boolean goesOn(int at, char close) throws ExtractionException {
    byte found = byteAt(at);
    if (found != ',' && found != close) {
      throw malformed(at);
    }
    return found == ',';
  }

  private int string(int quote) throws ExtractionException {
    byte[] bytes = json;
    boolean[] plain = PLAIN;
    int at = quote + 1;
    boolean escaped = false;
    while (true) {
      while (at < bytes.length && plain[bytes[at] & 0xff]) {
        at++;
      }
      byte stop = byteAt(at);
      if (stop == '"') {
        add(quote + 1, at, escaped ? Type.ESCAPED : Type.STRING);
        return at + 1;
      }
      if (stop != '\\') {
        throw malformed(at);
      }
      escaped = true;
      at = escape(at);
    }
  }

  private int escape(int backslash) throws ExtractionException {
    byte letter = byteAt(backslash + 1);
    if (letter != 'u') {
      if (letter == 0 || "\"\\/bfnrt".indexOf(letter) < 0) {
        throw malformed(backslash);
      }
      return backslash + 2;
    }
    for (int i = backslash + 2; i < backslash + 6; i++) {
      if (Character.digit(byteAt(i), 16) < 0) {
        throw malformed(backslash);
      }
    }
    return backslash + 6;
  }

  private int literal(int start, String text, Type type) throws ExtractionException {
    int end = start + text.length();
    for (int i = start; i < end; i++) {
      if (byteAt(i) != text.charAt(i - start)) {
        throw malformed(start);
      }
    }
    add(start, end, type);
    return end;
  }

  private int number(int start) throws ExtractionException {
    int at = byteAt(start) == '-' ? start + 1 : start;
    at = byteAt(at) == '0' ? at + 1 : digits(at);
    if (byteAt(at) == '.') {
      at = digits(at + 1);
    }
    if (byteAt(at) == 'e' || byteAt(at) == 'E') {
      at++;
      at = digits(byteAt(at) == '+' || byteAt(at) == '-' ? at + 1 : at);
    }
    add(start, at, Type.NUMBER);
    return at;
  }

  private int digits(int start) throws ExtractionException {
    int at = start;
    while (byteAt(at) >= '0' && byteAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed(at);
    }
    return at;
  }

  private int skipWhiteSpace(int start) {
    int at = start;
    while (at < json.length && json[at] <= ' ' && isWhiteSpace(json[at])) {
      at++;
    }
    return at;
  }

  private static boolean isWhiteSpace(byte octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  }

  /** Zero, which may stand nowhere, behind the end. */
  private byte byteAt(int at) {
    return at < json.length ? json[at] : 0;
  }

  private int add(int start, int end, Type type) {
    if (entries.length - 2 * values < 2) {
      entries = Arrays.copyOf(entries, 2 * entries.length);
    }
    entries[2 * values] = start;
    entries[2 * values + 1] = end << TYPE_BITS | type.bits;
    return values++;
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[256];
    Arrays.fill(plain, ' ', plain.length, true);
    plain['"'] = false;
    plain['\\'] = false;
    return plain;
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

  private static ExtractionException malformed(int at) {
    return new ExtractionException("not JSON: at byte " + at);
  }
}
