package org.mcpruntime.watcher.schemas.json;

import java.nio.charset.StandardCharsets;

/**
 * One line of a watch stream, {@code {"type":"…","object":{…}}}, its members in either order.
 *
 * <p>When the object comes last, as API servers write it, its bytes are not read here: whoever reads them next (the
 * redaction) finds what is wrong inside.
 *
 * @param type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR; passed on as found
 * @param objectOffset index of the object's first byte in the buffer
 */
public record WatchLine(String type, int objectOffset, int objectLength) {
  private static final byte[] TYPE = "type".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OBJECT = "object".getBytes(StandardCharsets.US_ASCII);

  /** Reads one line; a line end and other white space around it do not matter. */
  public static WatchLine read(byte[] buffer, int offset, int length)
      throws MalformedJsonException {
    JsonScanner scanner = new JsonScanner(buffer, offset, length);
    String type = "";
    JsonRange object = null;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs(TYPE)) {
        type = scanner.stringValue();
      } else if (scanner.nameIs(OBJECT)) {
        if (scanner.peek() != JsonType.OBJECT) {
          throw new MalformedJsonException("a watched object is not an object", scanner.position());
        }
        int close = lastClosingBrace(buffer, scanner.position(), offset + length);
        if (!type.isEmpty() && close >= 0) {
          return new WatchLine(type, scanner.position(), close - scanner.position());
        }
        object = scanner.valueRange();
      } else {
        scanner.skipValue();
      }
    }
    scanner.end();
    if (type.isEmpty() || object == null) {
      throw new MalformedJsonException("a watch line lacks its type or its object", offset);
    }
    return new WatchLine(type, object.offset(), object.length());
  }

  /** Index of the brace that ends the line, when another brace, the object's, stands before it; otherwise -1. */
  private static int lastClosingBrace(byte[] buffer, int start, int end) {
    int line = backOverWhiteSpace(buffer, start, end);
    if (line <= start || buffer[line - 1] != '}') {
      return -1;
    }
    int object = backOverWhiteSpace(buffer, start, line - 1);
    return object > start && buffer[object - 1] == '}' ? object : -1;
  }

  private static int backOverWhiteSpace(byte[] buffer, int start, int end) {
    int at = end;
    while (at > start && buffer[at - 1] <= ' ' && buffer[at - 1] >= 0) {
      at--;
    }
    return at;
  }
}
