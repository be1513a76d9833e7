package org.mcpruntime.watcher.schemas.json;

import java.util.Arrays;

/**
 * Walks forward over one JSON text in a byte array. Checks what it passes over (structure, escapes, numbers, UTF-8) and
 * allocates nothing unless a string is decoded. For one thread; may be used again after {@link #reset}.
 *
 * <p>Usage: {@code enterObject(); while (nextMember()) { if (nameIs(NAME)) … else skipValue(); }}; after {@code
 * nextMember()} or {@code nextElement()} the caller consumes exactly one value.
 */
public final class JsonScanner {
  /** Containers may be nested this deep; beyond it the text counts as malformed. */
  public static final int MAX_DEPTH = 256;

  private static final byte STOP = -1;

  private final byte[] classes;
  private final long[] startedContainers = new long[MAX_DEPTH / Long.SIZE];
  private byte[] buffer;
  private int position;
  private int end;
  private int depth;
  private int nameStart;
  private int nameEnd;
  private boolean nameEscaped;
  private int stringStart;
  private int stringEnd;
  private boolean stringEscaped;
  private int marks;

  public JsonScanner(byte[] buffer, int offset, int length) {
    this(buffer, offset, length, MarkedBytes.NONE);
  }

  /**
   * Over a range, looking out for bytes inside strings.
   *
   * @param marked bytes whose presence in a string {@link #stringMarked()} tells
   */
  public JsonScanner(byte[] buffer, int offset, int length, MarkedBytes marked) {
    this.classes = marked.classes();
    this.buffer = buffer;
    reset(buffer, offset, length);
  }

  /** Starts anew on another range. */
  public void reset(byte[] newBuffer, int offset, int length) {
    buffer = newBuffer;
    position = offset;
    end = offset + length;
    depth = 0;
  }

  /** Index of the next byte to read; after a value was consumed, the index behind it. */
  public int position() {
    return position;
  }

  /** Type of the next value; moves to its first byte. */
  public JsonType peek() throws MalformedJsonException {
    return switch (firstByte()) {
      case '{' -> JsonType.OBJECT;
      case '[' -> JsonType.ARRAY;
      case '"' -> JsonType.STRING;
      case 't', 'f' -> JsonType.BOOLEAN;
      case 'n' -> JsonType.NULL;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> JsonType.NUMBER;
      default -> throw malformed("expected a value");
    };
  }

  public void enterObject() throws MalformedJsonException {
    enter('{', "expected an object");
  }

  public void enterArray() throws MalformedJsonException {
    enter('[', "expected an array");
  }

  /** Moves to the value of the next member, or leaves the object and returns false. */
  public boolean nextMember() throws MalformedJsonException {
    if (!next('}')) {
      return false;
    }
    if (firstByte() != '"') {
      throw malformed("expected a member name");
    }
    scanString();
    nameStart = stringStart;
    nameEnd = stringEnd;
    nameEscaped = stringEscaped;
    if (firstByte() != ':') {
      throw malformed("expected a colon");
    }
    position++;
    firstByte();
    return true;
  }

  /** Moves to the next element, or leaves the array and returns false. */
  public boolean nextElement() throws MalformedJsonException {
    return next(']');
  }

  /** Index of the name's first byte behind the quote. */
  public int nameStart() {
    return nameStart;
  }

  /** Index of the name's closing quote. */
  public int nameEnd() {
    return nameEnd;
  }

  /** Whether the name is written with escapes, so that its bytes are not its text. */
  public boolean nameEscaped() {
    return nameEscaped;
  }

  /** Compares the name of the current member, escapes resolved, with UTF-8 text. */
  public boolean nameIs(byte[] utf8) {
    if (nameEscaped) {
      return Arrays.equals(JsonText.decode(buffer, nameStart, nameEnd), utf8);
    }
    return Arrays.equals(buffer, nameStart, nameEnd, utf8, 0, utf8.length);
  }

  /** Text of the current member's name. */
  public String name() {
    return JsonText.string(buffer, nameStart, nameEnd, nameEscaped);
  }

  /** Consumes one value of any type. */
  public void skipValue() throws MalformedJsonException {
    switch (firstByte()) {
      case '{' -> {
        enterObject();
        while (nextMember()) {
          skipValue();
        }
      }
      case '[' -> {
        enterArray();
        while (nextElement()) {
          skipValue();
        }
      }
      case '"' -> scanString();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  /** Consumes one value and tells where it is. */
  public JsonRange valueRange() throws MalformedJsonException {
    firstByte();
    int start = position;
    skipValue();
    return new JsonRange(start, position - start);
  }

  /** Consumes a string without decoding; the {@code string…} methods then describe it. */
  public void skipString() throws MalformedJsonException {
    if (firstByte() != '"') {
      throw malformed("expected a string");
    }
    scanString();
  }

  /** Consumes a string and decodes it. */
  public String stringValue() throws MalformedJsonException {
    skipString();
    return JsonText.string(buffer, stringStart, stringEnd, stringEscaped);
  }

  /** Index of the last string's first byte behind the quote. */
  public int stringStart() {
    return stringStart;
  }

  /** Index of the last string's closing quote. */
  public int stringEnd() {
    return stringEnd;
  }

  public boolean stringEscaped() {
    return stringEscaped;
  }

  /** Whether the last string holds a marked byte or is written with escapes, behind which one may hide. */
  public boolean stringMarked() {
    return marks != 0;
  }

  /** Demands that nothing but white space follows. */
  public void end() throws MalformedJsonException {
    skipWhiteSpace();
    if (position < end) {
      throw malformed("unexpected content behind the value");
    }
  }

  private void enter(int open, String fault) throws MalformedJsonException {
    if (firstByte() != open) {
      throw malformed(fault);
    }
    if (depth == MAX_DEPTH) {
      throw malformed("nested deeper than " + MAX_DEPTH);
    }
    startedContainers[depth >> 6] &= ~(1L << depth);
    depth++;
    position++;
  }

  private boolean next(int close) throws MalformedJsonException {
    int b = firstByte();
    if (b == close) {
      position++;
      depth--;
      return false;
    }
    int container = depth - 1;
    if ((startedContainers[container >> 6] & 1L << container) == 0) {
      startedContainers[container >> 6] |= 1L << container;
      return true;
    }
    if (b != ',') {
      throw malformed("expected a comma or the end of the container");
    }
    position++;
    if (firstByte() == close) {
      throw malformed("unexpected comma");
    }
    return true;
  }

  private byte firstByte() throws MalformedJsonException {
    if (position < end && buffer[position] > ' ') {
      return buffer[position];
    }
    skipWhiteSpace();
    if (position >= end) {
      throw malformed("unexpected end");
    }
    return buffer[position];
  }

  private void skipWhiteSpace() {
    while (position < end) {
      byte b = buffer[position];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
      position++;
    }
  }

  private void scanString() throws MalformedJsonException {
    byte[] bytes = buffer;
    byte[] table = classes;
    int limit = end;
    int start = position + 1;
    int at = start;
    int seen = 0;
    boolean escaped = false;
    while (true) {
      while (at < limit) {
        byte kind = table[bytes[at] & 0xff];
        if (kind == STOP) {
          break;
        }
        seen |= kind;
        at++;
      }
      if (at >= limit) {
        position = limit;
        throw malformed("unexpected end of a string");
      }
      byte b = bytes[at];
      if (b == '"') {
        break;
      }
      position = at;
      if (b == '\\') {
        escaped = true;
        seen |= 1;
        at = escape(at);
      } else if (b < 0) {
        at = Utf8.next(bytes, at, limit);
        if (at < 0) {
          throw malformed("invalid UTF-8");
        }
      } else {
        throw malformed("control character in a string");
      }
    }
    stringStart = start;
    stringEnd = at;
    stringEscaped = escaped;
    marks = seen;
    position = at + 1;
  }

  private int escape(int backslash) throws MalformedJsonException {
    int length = JsonText.escapeLength(buffer, backslash, end);
    if (length < 0) {
      throw malformed("invalid escape");
    }
    return backslash + length;
  }

  private void literal(String text) throws MalformedJsonException {
    for (int i = 0; i < text.length(); i++) {
      if (position >= end || buffer[position] != text.charAt(i)) {
        throw malformed("invalid literal");
      }
      position++;
    }
  }

  private void number() throws MalformedJsonException {
    if (buffer[position] == '-') {
      position++;
    }
    if (position < end && buffer[position] == '0') {
      position++;
    } else {
      digits();
    }
    if (position < end && buffer[position] == '.') {
      position++;
      digits();
    }
    if (position < end && (buffer[position] | 0x20) == 'e') {
      position++;
      if (position < end && (buffer[position] == '+' || buffer[position] == '-')) {
        position++;
      }
      digits();
    }
  }

  private void digits() throws MalformedJsonException {
    int start = position;
    while (position < end && buffer[position] >= '0' && buffer[position] <= '9') {
      position++;
    }
    if (position == start) {
      throw malformed("invalid value");
    }
  }

  private MalformedJsonException malformed(String fault) {
    return new MalformedJsonException(fault, position);
  }
}
