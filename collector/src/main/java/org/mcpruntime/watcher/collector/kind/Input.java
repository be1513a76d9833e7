package org.mcpruntime.watcher.collector.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/** What a reader tells the publisher about its kind, in the order in which it saw it. */
public sealed interface Input {
  /** A guess at the heap that a small input takes. */
  int SMALL_BYTES = 128;

  KindId kind();

  /** Heap it holds, roughly; the queue is bounded by it. */
  default int sizeBytes() {
    return SMALL_BYTES;
  }

  /**
   * A list begins; its first page has been read.
   *
   * @param version API version that is read
   * @param reason why the kind is listed again; told only when something may have been missed
   */
  record ListBegin(KindId kind, String version, String reason) implements Input {}

  /** Objects of the list, redacted; at most one page. */
  record ListPage(KindId kind, List<RedactedObject> items) implements Input {
    public ListPage {
      items = List.copyOf(items);
    }

    @Override
    public int sizeBytes() {
      int sum = SMALL_BYTES;
      for (RedactedObject item : items) {
        sum += SMALL_BYTES + item.json().length;
      }
      return sum;
    }
  }

  /** The list is complete; it told the state at this position. */
  record ListEnd(KindId kind, String resourceVersion) implements Input {}

  /** How a watched object changed. */
  enum ChangeType {
    ADDED,
    MODIFIED,
    DELETED
  }

  /** A watched object changed; it is the object after the change, or as it was last for a deletion. */
  record Change(KindId kind, ChangeType type, RedactedObject object) implements Input {
    @Override
    public int sizeBytes() {
      return 2 * SMALL_BYTES + object.json().length;
    }
  }

  /** The watch has told everything up to this position. */
  record Bookmark(KindId kind, String resourceVersion) implements Input {}

  /** A watch was accepted; no proof yet that it tells anything. */
  record WatchOpened(KindId kind, String version) implements Input {}

  /**
   * Progress without a change or a bookmark: the server kept a watch for as long as it was asked to and then ended it, or a
   * watch without bookmarks has been open for its minute.
   */
  record WatchHeld(KindId kind) implements Input {}

  /** The kind cannot be read now. */
  record Blind(KindId kind, String reason) implements Input {}

  /** The API has this kind; a reader begins. */
  record Served(KindId kind, String version) implements Input {}

  /** The API does not have this kind. */
  record NotServed(KindId kind) implements Input {}

  /**
   * Something that was read could not be understood; reading goes on behind it.
   *
   * @param position before it; null within a list
   * @param error what is wrong, without content
   */
  record Undecodable(
      KindId kind, @Nullable String position, String error, int inputBytes, String sha256)
      implements Input {}
}
