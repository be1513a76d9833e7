package org.mcpruntime.watcher.collector.publish;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.util.Utf8;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/** Numbers and stamps the records of one cluster's log: sequence without holes, time that never goes back. */
final class EventWriter {
  private final Utf8 cluster;
  private final Utf8 clusterUid;
  private final long epoch;
  private long sequence;
  private Instant time;

  EventWriter(String cluster, String clusterUid, long epoch, long sequence, Instant time) {
    this.cluster = new Utf8(cluster);
    this.clusterUid = new Utf8(clusterUid);
    this.epoch = epoch;
    this.sequence = sequence;
    this.time = time;
  }

  long epoch() {
    return epoch;
  }

  /** The newest sequence given. */
  long sequence() {
    return sequence;
  }

  /** The newest time given. */
  Instant time() {
    return time;
  }

  /** The time of what happens now: the clock's, or the newest time given where the clock is behind it. */
  Instant stamp(Instant now) {
    Instant millis = now.truncatedTo(ChronoUnit.MILLIS);
    if (millis.isAfter(time)) {
      time = millis;
    }
    return time;
  }

  /** A record about the whole cluster. */
  ClusterEvent ofCluster(Operation operation, Instant now) {
    ClusterEvent event = new ClusterEvent();
    event.setCluster(cluster);
    event.setClusterUid(clusterUid);
    event.setGroup(new Utf8(""));
    event.setOperation(operation);
    event.setOrigin(Origin.COLLECTOR);
    event.setObservedAt(stamp(now));
    event.setEpoch(epoch);
    event.setSequence(++sequence);
    event.setRedacted(List.of());
    return event;
  }

  /** A record about a kind. */
  ClusterEvent ofKind(Operation operation, KindId kind, String version, Instant now) {
    ClusterEvent event = ofCluster(operation, now);
    event.setGroup(new Utf8(kind.group()));
    event.setVersion(new Utf8(version));
    event.setKind(new Utf8(kind.kind()));
    return event;
  }

  /** A record with an object as it was read. */
  ClusterEvent ofObject(
      Operation operation,
      Origin origin,
      KindId kind,
      String version,
      RedactedObject object,
      Instant now) {
    ClusterEvent event = identified(
        ofKind(operation, kind, version, now),
        origin,
        object.namespace(),
        object.name(),
        object.uid(),
        object.resourceVersion());
    event.setObject(new Utf8(object.json()));
    event.setOriginalSize(object.originalSizeBytes());
    event.setTruncated(object.truncated());
    List<Utf8> redacted = new ArrayList<>(object.removals().size());
    object.removals().forEach(removal -> redacted.add(new Utf8(removal.pointer())));
    event.setRedacted(redacted);
    return event;
  }

  /** A deletion that was not watched: identity only. */
  ClusterEvent deletion(
      Origin origin, KindId kind, String version, Inventory.Entry entry, Instant now) {
    return identified(
        ofKind(Operation.DELETED, kind, version, now),
        origin,
        entry.namespace(),
        entry.name(),
        entry.uid(),
        entry.resourceVersion());
  }

  private static ClusterEvent identified(
      ClusterEvent event,
      Origin origin,
      String namespace,
      String name,
      String uid,
      String resourceVersion) {
    event.setOrigin(origin);
    event.setNamespace(namespace.isEmpty() ? null : new Utf8(namespace));
    event.setName(utf8(name));
    event.setUid(utf8(uid));
    event.setResourceVersion(utf8(resourceVersion));
    return event;
  }

  private static Utf8 utf8(String text) {
    return new Utf8(text.getBytes(StandardCharsets.UTF_8));
  }
}
