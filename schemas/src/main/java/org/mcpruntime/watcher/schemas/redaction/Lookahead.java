package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/** Answers that depend on a sibling which may stand behind the member in hand, read with a scanner of its own. Rare. */
final class Lookahead {
  private static final byte[] NAME = "name".getBytes(US_ASCII);
  private static final byte[] IMAGE = "image".getBytes(US_ASCII);

  private final byte[] buffer;
  private final int end;

  Lookahead(byte[] buffer, int end) {
    this.buffer = buffer;
    this.end = end;
  }

  /** The text that the object at {@code start} has under a name; empty when it has none. */
  String text(int start, byte[] name) throws MalformedJsonException {
    JsonScanner scanner = enter(start);
    String text = "";
    while (scanner.nextMember()) {
      if (scanner.nameIs(name) && scanner.peek() == JsonType.STRING) {
        text = scanner.stringValue();
      } else {
        scanner.skipValue();
      }
    }
    return text;
  }

  /** Whether the entry at {@code start} has a name and every name it has is allowed. */
  boolean hasName(int start, NameTable allowed) throws MalformedJsonException {
    JsonScanner scanner = enter(start);
    boolean found = false;
    while (scanner.nextMember()) {
      boolean name = scanner.nameIs(NAME);
      if (name && scanner.peek() != JsonType.STRING) {
        return false;
      }
      scanner.skipValue();
      if (name) {
        found = allowed.contains(
            buffer, scanner.stringStart(), scanner.stringEnd(), scanner.stringEscaped());
        if (!found) {
          return false;
        }
      }
    }
    return found;
  }

  /** The string at {@code start} if it is a flag of a command line, else the empty text. */
  String flag(int start) throws MalformedJsonException {
    if (start + 1 >= end || (buffer[start + 1] != '-' && buffer[start + 1] != '\\')) {
      return "";
    }
    String word = new JsonScanner(buffer, start, end - start).stringValue();
    return word.startsWith("-") ? word : "";
  }

  /** Whether the container at {@code start} is Traefik, told by its name or image. */
  boolean isIngressController(int start) throws MalformedJsonException {
    JsonScanner scanner = enter(start);
    while (scanner.nextMember()) {
      boolean tells = scanner.nameIs(NAME) || scanner.nameIs(IMAGE);
      if (!tells || scanner.peek() != JsonType.STRING) {
        scanner.skipValue();
      } else if (scanner.stringValue().toLowerCase(Locale.ROOT).contains("traefik")) {
        return true;
      }
    }
    return false;
  }

  private JsonScanner enter(int start) throws MalformedJsonException {
    JsonScanner scanner = new JsonScanner(buffer, start, end - start);
    scanner.enterObject();
    return scanner;
  }
}
