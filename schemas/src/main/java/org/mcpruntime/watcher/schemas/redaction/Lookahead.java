package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import java.util.Set;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/** Answers that depend on a sibling which may stand behind the member in hand, read with a scanner of its own. Rare. */
record Lookahead(byte[] buffer, int end) {
  private static final byte[] KIND = "kind".getBytes(US_ASCII);
  private static final byte[] NAME = "name".getBytes(US_ASCII);
  private static final byte[] IMAGE = "image".getBytes(US_ASCII);

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

  /** Whether the entry at {@code start} has one name, and that one is allowed. */
  boolean hasName(int start, Set<String> allowed) throws MalformedJsonException {
    JsonScanner scanner = enter(start);
    int names = 0;
    boolean found = false;
    while (scanner.nextMember()) {
      if (!scanner.nameIs(NAME)) {
        scanner.skipValue();
      } else if (scanner.peek() != JsonType.STRING) {
        return false;
      } else {
        names++;
        found = allowed.contains(scanner.stringValue());
      }
    }
    return names == 1 && found;
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
