package org.mcpruntime.watcher.collector.campaign;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.kafka.TopicContents;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads all that a read_committed reader finds of a cluster in the topics. */
final class TopicReader {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, String> kafka;
  private final TopicNames topics;

  TopicReader(Map<String, String> kafka, TopicNames topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  Collected read(String cluster) {
    List<LogEntry> log = new ArrayList<>();
    read(topics.events(), cluster, ClusterEvent.class).forEach(record -> log.add(entry(record)));
    Map<String, Version> table = new TreeMap<>();
    for (ConsumerRecord<String, ClusterEvent> row :
        read(topics.snapshots(), cluster, ClusterEvent.class)) {
      Version version = row.value() == null ? null : version(row);
      if (version == null) {
        table.remove(row.key());
      } else {
        table.put(row.key(), version);
      }
    }
    Collected.Leader leader = null;
    Map<String, Collected.Position> kinds = new TreeMap<>();
    for (ConsumerRecord<String, CollectorState> row :
        read(topics.collectorState(), cluster, CollectorState.class)) {
      CollectorState state = row.value();
      if (row.key().equals(cluster + "/leader")) {
        leader = new Collected.Leader(
            state.getEpoch(),
            state.getSequence(),
            state.getTick(),
            state.getLastTime().toEpochMilli());
      } else {
        kinds.put(
            kind(state.getGroup(), state.getKind()),
            new Collected.Position(
                state.getResourceVersion(), state.getSnapshotId(), state.getSnapshotBeginOffset()));
      }
    }
    List<String> deadLetters = read(topics.deadLetters(), cluster, DeadLetter.class).stream()
        .map(record -> kind(record.value().getGroup(), record.value().getKind()))
        .toList();
    return new Collected(log, table, leader, kinds, deadLetters);
  }

  private static LogEntry entry(ConsumerRecord<String, ClusterEvent> record) {
    ClusterEvent event = record.value();
    require(
        record.timestamp() == event.getObservedAt().toEpochMilli(),
        "the timestamp is observedAt",
        record);
    require(
        Objects.equals(header(record, "operation"), event.getOperation().name())
            && Objects.equals(header(record, "uid"), text(event.getUid()))
            && Objects.equals(header(record, "resourceVersion"), text(event.getResourceVersion())),
        "the headers say what the record says",
        record);
    List<LogEntry.Coverage> coverage = new ArrayList<>();
    if (event.getCoverage() != null) {
      event
          .getCoverage()
          .forEach(each -> coverage.add(new LogEntry.Coverage(
              kind(each.getGroup(), each.getKind()),
              each.getState() == CoverageState.SYNCED,
              each.getObjects(),
              text(each.getResourceVersion()))));
    }
    return new LogEntry(
        record.offset(),
        record.timestamp(),
        event.getSequence(),
        event.getEpoch(),
        event.getOperation(),
        event.getOrigin(),
        event.getKind() == null ? "" : kind(event.getGroup(), event.getKind()),
        record.key(),
        event.getUid() == null ? null : version(record),
        mark(record),
        text(event.getSnapshotId()),
        event.getObjectCount(),
        event.getGap() == null
            ? null
            : new LogEntry.Gap(
                text(event.getGap().getFromResourceVersion()),
                text(event.getGap().getToResourceVersion())),
        event.getTick(),
        event.getBaseOffset(),
        coverage);
  }

  private static Version version(ConsumerRecord<String, ClusterEvent> record) {
    return new Version(
        String.valueOf(record.value().getUid()),
        String.valueOf(record.value().getResourceVersion()));
  }

  private static @Nullable String mark(ConsumerRecord<String, ClusterEvent> record) {
    if (record.value().getObject() == null) {
      return null;
    }
    JsonNode object = JSON.readTree(record.value().getObject().toString());
    require(
        new Version(
                object.at("/metadata/uid").asString(""),
                object.at("/metadata/resourceVersion").asString(""))
            .equals(version(record)),
        "the object is of the version that the record names",
        record);
    return object.at(SeededCluster.MARK).asString("");
  }

  private static String kind(@Nullable CharSequence group, CharSequence kind) {
    return (group == null || group.isEmpty() ? "core" : group) + "/" + kind;
  }

  private static @Nullable String text(@Nullable CharSequence text) {
    return text == null ? null : text.toString();
  }

  private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static void require(
      boolean holds, String rule, ConsumerRecord<String, ClusterEvent> record) {
    if (!holds) {
      throw new DifferenceException(
          rule + ": " + record.key() + " at offset " + record.offset(), record.key());
    }
  }

  private <T extends SpecificRecord> List<ConsumerRecord<String, T>> read(
      String topic, String cluster, Class<T> type) {
    List<ConsumerRecord<String, T>> records = TopicContents.ofCluster(
        cluster,
        TopicContents.committed(
            kafka,
            topic,
            new StringDeserializer(),
            new AvroDeserializer<>(type, RegistryClient.of(kafka))));
    if (records.stream().map(ConsumerRecord::partition).distinct().count() > 1) {
      throw new DifferenceException(topic + ": one cluster is in one partition", null);
    }
    return records;
  }
}
