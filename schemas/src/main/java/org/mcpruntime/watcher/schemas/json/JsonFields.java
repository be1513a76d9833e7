package org.mcpruntime.watcher.schemas.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads single fields of an object without a tree, for the few places that need one or two (bookmarks, Status objects). */
public final class JsonFields {
  private JsonFields() {}

  /**
   * Text of the string, or digits of the number, at a path of member names; null when it is absent or neither. Stops
   * reading at the field, so what follows it is not checked.
   */
  public static @Nullable String text(byte[] buffer, int offset, int length, String... path)
      throws MalformedJsonException {
    JsonScanner scanner = new JsonScanner(buffer, offset, length);
    for (String name : path) {
      if (scanner.peek() != JsonType.OBJECT || !find(scanner, name)) {
        return null;
      }
    }
    return switch (scanner.peek()) {
      case STRING -> scanner.stringValue();
      case NUMBER -> {
        JsonRange range = scanner.valueRange();
        yield new String(buffer, range.offset(), range.length(), StandardCharsets.US_ASCII);
      }
      default -> null;
    };
  }

  private static boolean find(JsonScanner scanner, String name) throws MalformedJsonException {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs(wanted)) {
        return true;
      }
      scanner.skipValue();
    }
    return false;
  }
}
