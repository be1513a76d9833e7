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
    OBJECT,
    ARRAY,
    STRING,
    /** A string with escapes. */
    ESCAPED,
    NUMBER,
    TRUE,
    FALSE,
    NULL
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
  private int at;
  private int depth;

  private JsonIndex(byte[] json) {
    this.json = json;
    this.entries = new int[Math.max(64, json.length / 5)];
  }

  /** Of a whole text; {@code json} must not change later. */
  static JsonIndex of(byte[] json) throws ExtractionException {
    JsonIndex index = new JsonIndex(json);
    index.value();
    index.skipWhiteSpace();
    if (index.at < json.length) {
      throw index.malformed();
    }
    return index;
  }

  boolean is(int value, Type type) {
    return (entries[2 * value + 1] & TYPE_MASK) == type.ordinal();
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

  private void value() throws ExtractionException {
    switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", Type.TRUE);
      case 'f' -> literal("false", Type.FALSE);
      case 'n' -> literal("null", Type.NULL);
      default -> number();
    }
  }

  private void object() throws ExtractionException {
    int self = enter(Type.OBJECT);
    if (!leaves('}')) {
      do {
        if (peek() != '"') {
          throw malformed();
        }
        string();
        if (peek() != ':') {
          throw malformed();
        }
        at++;
        value();
      } while (goesOn('}'));
    }
    leave(self);
  }

  private void array() throws ExtractionException {
    int self = enter(Type.ARRAY);
    if (!leaves(']')) {
      do {
        value();
      } while (goesOn(']'));
    }
    leave(self);
  }

  private int enter(Type type) throws ExtractionException {
    if (++depth > MAX_DEPTH) {
      throw malformed();
    }
    at++;
    return add(0, 0, type);
  }

  private void leave(int container) {
    depth--;
    entries[2 * container] = values;
  }

  private boolean leaves(int close) throws ExtractionException {
    if (peek() != close) {
      return false;
    }
    at++;
    return true;
  }

  private boolean goesOn(int close) throws ExtractionException {
    int found = peek();
    if (found != ',' && found != close) {
      throw malformed();
    }
    at++;
    return found == ',';
  }

  private void string() throws ExtractionException {
    byte[] bytes = json;
    boolean[] plain = PLAIN;
    int start = at + 1;
    int position = start;
    boolean escaped = false;
    while (true) {
      while (position < bytes.length && plain[bytes[position] & 0xff]) {
        position++;
      }
      if (position == bytes.length || bytes[position] != '"' && bytes[position] != '\\') {
        throw malformed();
      }
      if (bytes[position] == '"') {
        break;
      }
      escaped = true;
      position += escapeLength(position);
    }
    add(start, position, escaped ? Type.ESCAPED : Type.STRING);
    at = position + 1;
  }

  private int escapeLength(int backslash) throws ExtractionException {
    int letter = backslash + 1 < json.length ? json[backslash + 1] : 0;
    if ("\"\\/bfnrt".indexOf(letter) >= 0) {
      return 2;
    }
    if (letter != 'u' || backslash + 6 > json.length) {
      throw malformed();
    }
    for (int i = backslash + 2; i < backslash + 6; i++) {
      if (Character.digit(json[i], 16) < 0) {
        throw malformed();
      }
    }
    return 6;
  }

  private void literal(String text, Type type) throws ExtractionException {
    int start = at;
    for (int i = 0; i < text.length(); i++, at++) {
      if (at >= json.length || json[at] != text.charAt(i)) {
        throw malformed();
      }
    }
    add(start, at, type);
  }

  private void number() throws ExtractionException {
    int start = at;
    if (json[at] == '-') {
      at++;
    }
    if (isNext('0')) {
      at++;
    } else {
      digits();
    }
    if (isNext('.')) {
      at++;
      digits();
    }
    if (isNext('e') || isNext('E')) {
      at++;
      if (isNext('+') || isNext('-')) {
        at++;
      }
      digits();
    }
    add(start, at, Type.NUMBER);
  }

  private void digits() throws ExtractionException {
    int start = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  private boolean isNext(char expected) {
    return at < json.length && json[at] == expected;
  }

  /** The first byte that is not white space. */
  private byte peek() throws ExtractionException {
    if (at < json.length && json[at] > ' ') {
      return json[at];
    }
    skipWhiteSpace();
    if (at >= json.length) {
      throw malformed();
    }
    return json[at];
  }

  private void skipWhiteSpace() {
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
  }

  private int add(int start, int end, Type type) {
    if (entries.length - 2 * values < 2) {
      entries = Arrays.copyOf(entries, 2 * entries.length);
    }
    entries[2 * values] = start;
    entries[2 * values + 1] = end << TYPE_BITS | type.ordinal();
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
            text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
            i += 4;
          }
          default -> text.append(letter);
        }
      }
    }
    return text.toString();
  }

  private ExtractionException malformed() {
    return new ExtractionException("not JSON: at byte " + at);
  }
}
