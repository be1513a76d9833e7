package org.mcpruntime.watcher.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;

/** Makes the records of one cluster's log as a collector writes them, encoded. */
final class LogWriter {

  private static final Schema SCHEMA = RecordSchema.of(ClusterEvent.class).schema();
  private static final SpecificDatumReader<ClusterEvent> READER = new SpecificDatumReader<>(SCHEMA);

  private final String cluster;
  private final Instant begin;
  private final List<ResourceType> types = ResourceTypes.all();
  private long offset;
  private long objects;
  private long objectBytes;

  /** @param begin since when every kind is seen */
  LogWriter(String cluster, Instant begin) {
    this.cluster = cluster;
    this.begin = begin;
  }

  /** A list of every kind begins or ends. */
  void snapshots(Operation operation, Consumer<LogRecord> out) {
    for (ResourceType type : types) {
      ClusterEvent event = event(operation, Origin.COLLECTOR, begin);
      event.setGroup(new Utf8(type.group()));
      event.setVersion(new Utf8(type.version()));
      event.setKind(new Utf8(type.kind()));
      event.setSnapshotId(new Utf8(type.kind()));
      String name = operation == Operation.SNAPSHOT_BEGIN ? "SnapshotBegin" : "SnapshotEnd";
      out.accept(record(ObjectKey.control(cluster, name), event, null));
    }
  }

  /** Every kind is seen. */
  LogRecord tick(Instant at) {
    ClusterEvent event = event(Operation.TICK, Origin.COLLECTOR, at);
    event.setTick(offset);
    List<KindCoverage> coverage = new ArrayList<>();
    for (ResourceType type : types) {
      KindCoverage kind = new KindCoverage();
      kind.setGroup(new Utf8(type.group()));
      kind.setVersion(new Utf8(type.version()));
      kind.setKind(new Utf8(type.kind()));
      kind.setState(CoverageState.SYNCED);
      kind.setSince(begin);
      kind.setLastProgress(at);
      coverage.add(kind);
    }
    event.setCoverage(coverage);
    return record(ObjectKey.control(cluster, "Tick"), event, null);
  }

  /** An object as the API server gave it. */
  LogRecord object(Operation operation, Origin origin, ObjectNews.News news) {
    ResourceType type = news.type();
    RedactedObject object = redacted(news);
    ClusterEvent event = event(operation, origin, news.at());
    String version = Long.toString(news.version());
    event.setGroup(new Utf8(type.group()));
    event.setVersion(new Utf8(type.version()));
    event.setKind(new Utf8(type.kind()));
    event.setNamespace(news.namespace().isEmpty() ? null : new Utf8(news.namespace()));
    event.setName(new Utf8(news.name()));
    event.setUid(new Utf8(news.uid()));
    event.setResourceVersion(new Utf8(version));
    event.setObject(new Utf8(object.json()));
    objects++;
    objectBytes += object.json().length;
    event.setOriginalSize(news.json().getByteLength());
    return record(
        new ObjectKey(cluster, type.group(), type.kind(), news.namespace(), news.name()).text(),
        event,
        new LogRecord.Stamp(operation.name(), news.uid(), version));
  }

  /** Size of an object in the mean, as it is in the log. */
  long objectBytes() {
    return objects == 0 ? 0 : objectBytes / objects;
  }

  private static RedactedObject redacted(ObjectNews.News news) {
    ResourceType type = news.type();
    try {
      return Redactor.standard()
          .redact(
              news.json().getBytes(),
              0,
              news.json().getByteLength(),
              type.apiVersion(),
              type.kind());
    } catch (Exception e) {
      throw new IllegalStateException(news.name(), e);
    }
  }

  private ClusterEvent event(Operation operation, Origin origin, Instant at) {
    ClusterEvent event = new ClusterEvent();
    event.setCluster(new Utf8(cluster));
    event.setClusterUid(new Utf8("00000000-0000-0000-0000-000000000001"));
    event.setGroup(new Utf8(""));
    event.setOperation(operation);
    event.setOrigin(origin);
    event.setObservedAt(at);
    event.setEpoch(1);
    event.setSequence(offset + 1);
    event.setRedacted(List.of());
    return event;
  }

  private LogRecord record(String key, ClusterEvent event, LogRecord.@Nullable Stamp stamp) {
    byte[] body = encoded(event);
    return new LogRecord(
        "mcp.cluster.events",
        0,
        offset++,
        event.getObservedAt().toEpochMilli(),
        key,
        stamp,
        () -> decoded(body));
  }

  private static byte[] encoded(ClusterEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<ClusterEvent>(SCHEMA).write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ClusterEvent decoded(byte[] body) {
    try {
      return READER.read(null, DecoderFactory.get().binaryDecoder(body, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
