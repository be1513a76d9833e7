package org.mcpruntime.watcher.checks.facts;

import java.util.Arrays;

/**
 * Walks over a JSON text once and notes where its values are. Structure, numbers and escapes are checked, also of what nobody asks
 * for. UTF-8 is not: published objects have passed redaction, which checks it.
 */
final class JsonIndexer {

  private static final int MAX_DEPTH = 500;

  /** Bytes that stand for themselves in a string, by their unsigned value. */
  private static final boolean[] PLAIN = plain();

  private final byte[] json;

  private int[] entries;

  private int values;

  private JsonIndexer(byte[] json) {
    this.json = json;
    this.entries = new int[Math.max(64, json.length / 5)];
  }

  /** The entries of a {@link JsonIndex} of a whole text. */
  static int[] entries(byte[] json) throws ExtractionException {
    JsonIndexer indexer = new JsonIndexer(json);
    int end = indexer.skipWhiteSpace(indexer.value(indexer.skipWhiteSpace(0), 0));
    if (end < json.length) {
      throw malformed(end);
    }
    return indexer.entries;
  }

  // Each of these reads what begins at a place and gives the place behind it.

  private int value(int at, int depth) throws ExtractionException {
    return switch (byteAt(at)) {
      case '{' -> object(at, depth);
      case '[' -> array(at, depth);
      case '"' -> string(at);
      case 't' -> literal(at, "true", JsonIndex.Type.TRUE);
      case 'f' -> literal(at, "false", JsonIndex.Type.FALSE);
      case 'n' -> literal(at, "null", JsonIndex.Type.NULL);
      default -> number(at);
    };
  }

  private int object(int start, int depth) throws ExtractionException {
    int self = enter(start, depth, JsonIndex.Type.OBJECT);
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
    int self = enter(start, depth, JsonIndex.Type.ARRAY);
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

  private int enter(int at, int depth, JsonIndex.Type type) throws ExtractionException {
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
        add(quote + 1, at, escaped ? JsonIndex.Type.ESCAPED : JsonIndex.Type.STRING);
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

  private int literal(int start, String text, JsonIndex.Type type) throws ExtractionException {
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
    add(start, at, JsonIndex.Type.NUMBER);
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

  private int add(int start, int end, JsonIndex.Type type) {
    if (entries.length - 2 * values < 2) {
      entries = Arrays.copyOf(entries, 2 * entries.length);
    }
    entries[2 * values] = start;
    entries[2 * values + 1] = JsonIndex.endAndType(end, type);
    return values++;
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[256];
    Arrays.fill(plain, ' ', plain.length, true);
    plain['"'] = false;
    plain['\\'] = false;
    return plain;
  }

  private static ExtractionException malformed(int at) {
    return new ExtractionException("not JSON: at byte " + at);
  }
}
