package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/** A list of a scope while nothing watches it: what it mentions is what is, and what it does not mention is gone. One thread. */
final class Relist {
  private final ScopeLog log;
  private final Inventory inventory;
  private final String snapshotId;
  private final String reason;
  private final boolean again;
  private final @Nullable String from;
  private boolean complete = true;

  /**
   * @param again the scope was listed before, so that differences are changes that nobody saw
   * @param from where the watch before it ended; null when there was none
   */
  Relist(
      ScopeLog log,
      Inventory inventory,
      String snapshotId,
      String reason,
      boolean again,
      @Nullable String from) {
    this.log = log;
    this.inventory = inventory;
    this.snapshotId = snapshotId;
    this.reason = reason;
    this.again = again;
    this.from = from;
  }

  @Nullable
  String from() {
    return from;
  }

  /** An item could not be read: what the list does not mention may be that item. */
  void lacksItem() {
    complete = false;
  }

  void listed(RedactedObject object, Instant now, Consumer<Outgoing> out) {
    Inventory.Entry known = inventory.find(object.namespace(), object.name());
    if (known == null) {
      if (!ElectionRecord.is(object)) {
        put(again ? Operation.ADDED : Operation.SNAPSHOT, object, now, out);
      }
    } else if (!known.uid().equals(object.uid())) {
      log.delete(known, Origin.REPLACED, snapshotId, now, out);
      put(Operation.ADDED, object, now, out);
    } else if (known.resourceVersion().equals(object.resourceVersion())) {
      log.restate(object, snapshotId, now, out);
    } else {
      put(Operation.MODIFIED, object, now, out);
    }
  }

  private void put(
      Operation operation, RedactedObject object, Instant now, Consumer<Outgoing> out) {
    Origin origin = operation == Operation.SNAPSHOT ? Origin.LIST : Origin.RELIST_DIFF;
    log.put(operation, origin, object, snapshotId, now, out);
  }

  /**
   * Tells what is gone, and ends.
   *
   * @param lastSeen when the scope was seen last; null for never
   * @return false when so much is gone that the rest has to go into another transaction
   */
  boolean end(
      String resourceVersion, @Nullable Instant lastSeen, Instant now, Consumer<Outgoing> out) {
    List<Inventory.Entry> absent =
        complete ? inventory.unmarked(ScopeLedger.DELETIONS_AT_ONCE) : List.of();
    absent.forEach(entry -> log.delete(entry, Origin.ABSENT, snapshotId, now, out));
    if (absent.size() == ScopeLedger.DELETIONS_AT_ONCE) {
      return false;
    }
    if (again) {
      log.gap(lastSeen, reason, from, resourceVersion, now, out);
    }
    log.end(snapshotId, now, out);
    return true;
  }
}
