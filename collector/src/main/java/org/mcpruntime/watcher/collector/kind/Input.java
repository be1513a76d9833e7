package org.mcpruntime.watcher.collector.kind;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/**
 * What is told to the publisher about one scope: by its reader in the order in which it saw it, and about a periodic list
 * by the thread that reads those.
 */
public sealed interface Input {
  /** A guess at the heap that a small input takes. */
  int SMALL_BYTES = 128;

  Scope scope();

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
  record ListBegin(Scope scope, String version, String reason) implements Input {}

  /** Objects of the list, redacted; at most one page. */
  record ListPage(Scope scope, List<RedactedObject> items) implements Input {
    public ListPage {
      items = List.copyOf(items);
    }

    @Override
    public int sizeBytes() {
      return Input.sizeBytes(items);
    }
  }

  /** The list is complete; it told the state at this position. */
  record ListEnd(Scope scope, String resourceVersion) implements Input {}

  /** How a watched object changed. */
  enum ChangeType {
    ADDED,
    MODIFIED,
    DELETED
  }

  /** A watched object changed; it is the object after the change, or as it was last for a deletion. */
  record Change(Scope scope, ChangeType type, RedactedObject object) implements Input {
    @Override
    public int sizeBytes() {
      return 2 * SMALL_BYTES + object.json().length;
    }
  }

  /** The watch has told everything up to this position. */
  record Bookmark(Scope scope, String resourceVersion) implements Input {}

  /** A watch was accepted; no proof yet that it tells anything. */
  record WatchOpened(Scope scope, String version) implements Input {}

  /**
   * Progress without a change or a bookmark: the server kept a watch for as long as it was asked to and then ended it, or a
   * watch without bookmarks has been open for its minute.
   */
  record WatchHeld(Scope scope) implements Input {}

  /** The kind cannot be read now. */
  record Blind(Scope scope, String reason) implements Input {}

  /**
   * The API has this kind; a reader begins.
   *
   * @param plural its resource name
   */
  record Served(Scope scope, String version, String plural) implements Input {}

  /** The API does not have this kind. */
  record NotServed(Scope scope) implements Input {}

  /**
   * Something that was read could not be understood; reading goes on behind it.
   *
   * @param position before it; null within a list
   * @param error what is wrong, without content
   */
  record Undecodable(
      Scope scope, @Nullable String position, String error, int inputBytes, String sha256)
      implements Input {}

  /** About a periodic list; void when the ledger has given that one up. */
  sealed interface Restating extends Input {
    /** Number of the restate, from its errand. */
    long restate();
  }

  /** A periodic list begins; its first page has been read. */
  record RestateBegin(Scope scope, long restate) implements Restating {}

  /** Objects of the periodic list, redacted; at most one page. */
  record RestatePage(Scope scope, long restate, List<RedactedObject> items) implements Restating {
    public RestatePage {
      items = List.copyOf(items);
    }

    @Override
    public int sizeBytes() {
      return Input.sizeBytes(items);
    }
  }

  /** All pages of the periodic list have been told. */
  record RestateListed(Scope scope, long restate) implements Restating {}

  /**
   * One object as it is now, by name; its answer may be newer than what the watch has told.
   *
   * @param object null when there is none
   */
  record RestateRead(
      Scope scope, long restate, ObjectName name, @Nullable RedactedObject object)
      implements Restating {
    @Override
    public int sizeBytes() {
      return 2 * SMALL_BYTES + (object == null ? 0 : object.json().length);
    }
  }

  /** The periodic list cannot be completed. */
  record RestateFailed(Scope scope, long restate, String reason) implements Restating {}

  private static int sizeBytes(List<RedactedObject> items) {
    int sum = SMALL_BYTES;
    for (RedactedObject item : items) {
      sum += SMALL_BYTES + item.json().length;
    }
    return sum;
  }
}
