package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/** Answers that depend on a sibling which may stand behind the member in hand, read with a scanner of its own. Rare. */
final class Lookahead {
  private static final byte[] KIND = "kind".getBytes(US_ASCII);
  private static final byte[] NAME = "name".getBytes(US_ASCII);
  private static final byte[] IMAGE = "image".getBytes(US_ASCII);

  private final byte[] buffer;
  private final int end;

  Lookahead(byte[] buffer, int end) {
    this.buffer = buffer;
    this.end = end;
  }

  /** Kind of the object at {@code start}; empty when it has none. */
  String kind(int start) throws MalformedJsonException {
    JsonScanner scanner = enter(start);
    String kind = "";
    while (scanner.nextMember()) {
      if (scanner.nameIs(KIND) && scanner.peek() == JsonType.STRING) {
        kind = scanner.stringValue();
      } else {
        scanner.skipValue();
      }
    }
    return kind;
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

  /** Whether the string at {@code start} tells the providers or entry points of an ingress controller. */
  boolean isIngressArgument(int start) throws MalformedJsonException {
    if (start + 1 >= end || (buffer[start + 1] != '-' && buffer[start + 1] != '\\')) {
      return false;
    }
    String word =
        new JsonScanner(buffer, start, end - start).stringValue().toLowerCase(Locale.ROOT);
    return word.startsWith("--providers.") || word.startsWith("--entrypoints.");
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
