package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import java.util.function.Consumer;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Gap;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;

/**
 * Writes the records about one scope, and keeps its inventory equal to the table topic: what is put here is put there in
 * the same transaction. Counts what it writes. One thread.
 */
final class ScopeLog {
  /** Beside the object: names, numbers, headers. */
  private static final int RECORD_OVERHEAD_BYTES = 300;

  private final String cluster;
  private final Scope scope;
  private final EventWriter writer;
  private final Inventory inventory;
  private String version = "";
  private long gaps;
  private long repairs;
  private long restated;
  private long changes;
  private long snapshotBytes;
  private long changedBytes;

  ScopeLog(String cluster, Scope scope, EventWriter writer, Inventory inventory) {
    this.cluster = cluster;
    this.scope = scope;
    this.writer = writer;
    this.inventory = inventory;
  }

  /** A list that has begun in the log. */
  record Begun(String snapshotId, Instant at) {}

  Inventory inventory() {
    return inventory;
  }

  /** API version that is read; empty before it is known. */
  String version() {
    return version;
  }

  void version(String read) {
    version = read;
  }

  /** Bytes of all SNAPSHOT records written here, roughly. */
  long snapshotBytes() {
    return snapshotBytes;
  }

  /** Bytes of everything else written here, roughly. */
  long changedBytes() {
    return changedBytes;
  }

  KindCounts counts(long watches, long relists, long undecodable) {
    return new KindCounts(watches, relists, gaps, repairs, restated, undecodable, changes);
  }

  Begun begin(Instant now, Consumer<Outgoing> out) {
    ClusterEvent event = ofScope(Operation.SNAPSHOT_BEGIN, now);
    String id = event.getEpoch() + "-" + event.getSequence();
    event.setSnapshotId(new Utf8(id));
    inventory.clearMarks();
    control("SnapshotBegin", event, out);
    return new Begun(id, event.getObservedAt());
  }

  void end(String snapshotId, Instant now, Consumer<Outgoing> out) {
    ClusterEvent event = ofScope(Operation.SNAPSHOT_END, now);
    event.setSnapshotId(new Utf8(snapshotId));
    event.setObjectCount((long) inventory.size());
    control("SnapshotEnd", event, out);
  }

  void gap(
      @Nullable Instant from,
      String reason,
      @Nullable String fromPosition,
      String toPosition,
      Instant now,
      Consumer<Outgoing> out) {
    ClusterEvent event = ofScope(Operation.GAP, now);
    event.setGap(new Gap(
        from == null ? event.getObservedAt() : from,
        event.getObservedAt(),
        new Utf8(reason),
        utf8(fromPosition),
        new Utf8(toPosition)));
    gaps++;
    control("Gap", event, out);
  }

  /** Restates an object in the version that the table has, once in a list. */
  void restate(RedactedObject object, String snapshotId, Instant now, Consumer<Outgoing> out) {
    if (!inventory.mark(object.namespace(), object.name())) {
      write(
          Operation.SNAPSHOT, Origin.LIST, object, snapshotId, Outgoing.Table.UNTOUCHED, now, out);
    }
  }

  /** Writes a version that the table does not have; marks it as mentioned by the list under way, if there is one. */
  void put(
      Operation operation,
      Origin origin,
      RedactedObject object,
      @Nullable String snapshotId,
      Instant now,
      Consumer<Outgoing> out) {
    inventory.put(object.namespace(), object.name(), object.uid(), object.resourceVersion(), true);
    write(operation, origin, object, snapshotId, Outgoing.Table.PUT, now, out);
  }

  /** Writes a deletion that carries the last object. */
  void deleteWatched(RedactedObject object, Instant now, Consumer<Outgoing> out) {
    Inventory.Entry known = inventory.find(object.namespace(), object.name());
    boolean published = known != null && known.uid().equals(object.uid());
    if (published) {
      inventory.remove(object.namespace(), object.name());
    }
    // An object never published, because its line could not be read: its end still is a change that
    // was delivered.
    write(
        Operation.DELETED,
        Origin.WATCH,
        object,
        null,
        published ? Outgoing.Table.REMOVE : Outgoing.Table.UNTOUCHED,
        now,
        out);
  }

  /** Writes a deletion that was not watched. */
  void delete(
      Inventory.Entry entry,
      Origin origin,
      @Nullable String snapshotId,
      Instant now,
      Consumer<Outgoing> out) {
    inventory.remove(entry.namespace(), entry.name());
    ClusterEvent event = writer.deletion(origin, kind(), version, entry, now);
    event.setSnapshotId(utf8(snapshotId));
    count(Operation.DELETED, origin, RECORD_OVERHEAD_BYTES);
    out.accept(
        new Outgoing.Event(key(entry.namespace(), entry.name()), event, Outgoing.Table.REMOVE));
  }

  private void write(
      Operation operation,
      Origin origin,
      RedactedObject object,
      @Nullable String snapshotId,
      Outgoing.Table table,
      Instant now,
      Consumer<Outgoing> out) {
    ClusterEvent event = writer.ofObject(operation, origin, kind(), version, object, now);
    event.setSnapshotId(utf8(snapshotId));
    count(operation, origin, RECORD_OVERHEAD_BYTES + object.json().length);
    out.accept(new Outgoing.Event(key(object.namespace(), object.name()), event, table));
  }

  private void count(Operation operation, Origin origin, long bytes) {
    if (operation == Operation.SNAPSHOT) {
      restated++;
      snapshotBytes += bytes;
    } else {
      changes++;
      changedBytes += bytes;
      repairs += origin == Origin.REPAIR ? 1 : 0;
    }
  }

  private ClusterEvent ofScope(Operation operation, Instant now) {
    ClusterEvent event = writer.ofKind(operation, kind(), version, now);
    event.setNamespace(scope.namespace().isEmpty() ? null : new Utf8(scope.namespace()));
    return event;
  }

  private void control(String operation, ClusterEvent event, Consumer<Outgoing> out) {
    out.accept(
        new Outgoing.Event(ObjectKey.control(cluster, operation), event, Outgoing.Table.UNTOUCHED));
  }

  private KindId kind() {
    return scope.kind();
  }

  private String key(String namespace, String name) {
    return new ObjectKey(cluster, kind().group(), kind().kind(), namespace, name).text();
  }

  private static @Nullable Utf8 utf8(@Nullable String text) {
    return text == null ? null : new Utf8(text);
  }
}
