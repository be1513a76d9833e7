package org.mcpruntime.watcher.schemas.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list response, split into its items without copying them.
 *
 * @param apiVersion of the list and of its items, which usually lack it; empty when absent
 * @param kind of the list, such as {@code PodList}; empty when absent
 * @param resourceVersion position of the list; the same on all its pages
 * @param continueToken empty on the last page
 * @param remainingItemCount items behind this page, or -1 when the server does not tell
 * @param items where each item stands in the buffer
 */
public record ListPage(
    String apiVersion,
    String kind,
    String resourceVersion,
    String continueToken,
    long remainingItemCount,
    List<JsonRange> items) {
  private static final byte[] API_VERSION = ascii("apiVersion");
  private static final byte[] KIND = ascii("kind");
  private static final byte[] METADATA = ascii("metadata");
  private static final byte[] ITEMS = ascii("items");
  private static final byte[] RESOURCE_VERSION = ascii("resourceVersion");
  private static final byte[] CONTINUE = ascii("continue");
  private static final byte[] REMAINING = ascii("remainingItemCount");

  public ListPage {
    items = List.copyOf(items);
  }

  /** Reads a whole page; {@code items: null}, as Go writes an empty list, is an empty page. */
  public static ListPage read(byte[] buffer, int offset, int length) throws MalformedJsonException {
    JsonScanner scanner = new JsonScanner(buffer, offset, length);
    String apiVersion = "";
    String kind = "";
    Position position = Position.NONE;
    List<JsonRange> items = null;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs(API_VERSION)) {
        apiVersion = scanner.stringValue();
      } else if (scanner.nameIs(KIND)) {
        kind = scanner.stringValue();
      } else if (scanner.nameIs(METADATA)) {
        position = Position.read(scanner, buffer);
      } else if (scanner.nameIs(ITEMS)) {
        items = items(scanner);
      } else {
        scanner.skipValue();
      }
    }
    scanner.end();
    if (items == null) {
      throw new MalformedJsonException("a list lacks its items", offset);
    }
    return new ListPage(
        apiVersion,
        kind,
        position.resourceVersion(),
        position.continueToken(),
        position.remaining(),
        items);
  }

  private static List<JsonRange> items(JsonScanner scanner) throws MalformedJsonException {
    List<JsonRange> items = new ArrayList<>();
    if (scanner.peek() == JsonType.NULL) {
      scanner.skipValue();
      return items;
    }
    scanner.enterArray();
    while (scanner.nextElement()) {
      items.add(scanner.valueRange());
    }
    return items;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private record Position(String resourceVersion, String continueToken, long remaining) {
    static final Position NONE = new Position("", "", -1);

    static Position read(JsonScanner scanner, byte[] buffer) throws MalformedJsonException {
      String resourceVersion = "";
      String continueToken = "";
      long remaining = -1;
      scanner.enterObject();
      while (scanner.nextMember()) {
        if (scanner.nameIs(RESOURCE_VERSION)) {
          resourceVersion = scanner.stringValue();
        } else if (scanner.nameIs(CONTINUE)) {
          continueToken = scanner.stringValue();
        } else if (scanner.nameIs(REMAINING) && scanner.peek() == JsonType.NUMBER) {
          remaining = number(buffer, scanner.valueRange());
        } else {
          scanner.skipValue();
        }
      }
      return new Position(resourceVersion, continueToken, remaining);
    }

    private static long number(byte[] buffer, JsonRange range) throws MalformedJsonException {
      try {
        return Long.parseLong(
            new String(buffer, range.offset(), range.length(), StandardCharsets.US_ASCII));
      } catch (NumberFormatException e) {
        throw new MalformedJsonException("remainingItemCount is no whole number", range.offset());
      }
    }
  }
}
