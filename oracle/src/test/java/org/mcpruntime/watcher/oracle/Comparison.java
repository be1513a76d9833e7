package org.mcpruntime.watcher.oracle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.kafka.TopicContents;

/**
 * Whether read_committed readers find what must be there: in the log the histories; of each cluster, record by record and
 * byte by byte, what one engine in memory says of that log; and of incidents what the oracle says.
 */
final class Comparison {

  /** A published record. */
  private record Line(long timestamp, String key, @Nullable ByteBuffer value) {
    static Line of(long timestamp, String key, byte @Nullable [] value) {
      return new Line(timestamp, key, value == null ? null : ByteBuffer.wrap(value));
    }
  }

  private final Map<String, String> kafka;
  private final TopicNames topics;
  private final int partitions;
  private final SortedMap<String, SeededHistory.History> histories;
  private final AvroDeserializer<ClusterEvent> events;
  private final AvroDeserializer<Incident> incidents;
  private final AvroDeserializer<WatcherStatus> statuses;

  /** @param histories of all clusters by name */
  Comparison(
      Map<String, String> kafka,
      TopicNames topics,
      int partitions,
      SortedMap<String, SeededHistory.History> histories) {
    this.kafka = kafka;
    this.topics = topics;
    this.partitions = partitions;
    this.histories = histories;
    RegistryClient registry = RegistryClient.of(kafka);
    events = new AvroDeserializer<>(ClusterEvent.class, registry);
    incidents = new AvroDeserializer<>(Incident.class, registry);
    statuses = new AvroDeserializer<>(WatcherStatus.class, registry);
  }

  /**
   * Compares all of it; gives the number of incident records.
   *
   * @throws DifferenceException at the first difference
   */
  int run() {
    List<LogRecord> log = log();
    Map<String, List<Line>> saidIncidents = new TreeMap<>();
    Map<String, List<Line>> saidStatuses = new TreeMap<>();
    AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(RegistryClient.of(kafka));
    Sink sink = new Sink() {
      @Override
      public void incident(Incident incident) {
        saidIncidents
            .computeIfAbsent(incident.getCluster(), c -> new ArrayList<>())
            .add(Line.of(
                incident.getUpdatedAt().toEpochMilli(),
                incident.getId(),
                serializer.serialize(topics.incidents(), incident)));
      }

      @Override
      public void status(
          String cluster, String key, long timestamp, @Nullable WatcherStatus status) {
        saidStatuses
            .computeIfAbsent(cluster, c -> new ArrayList<>())
            .add(Line.of(
                timestamp,
                key,
                status == null ? null : serializer.serialize(topics.watcherStatus(), status)));
      }
    };
    IncidentEngine engine = new EngineRun().engine();
    for (LogRecord record : log) {
      try {
        engine.process(record, sink);
      } catch (UnreadableRecordException e) {
        throw new DifferenceException("cannot be read: " + record.key());
      }
    }

    Map<String, List<Line>> toldIncidents = new TreeMap<>();
    Map<String, List<Incident>> told = new TreeMap<>();
    int count = 0;
    for (ConsumerRecord<String, byte[]> record : read(topics.incidents())) {
      Incident incident = incidents.deserialize(topics.incidents(), record.value());
      if (incident == null) {
        throw new DifferenceException("an incident is removed: " + record);
      }
      requirePartition(record, incident.getCluster());
      told.computeIfAbsent(incident.getCluster(), c -> new ArrayList<>()).add(incident);
      toldIncidents
          .computeIfAbsent(incident.getCluster(), c -> new ArrayList<>())
          .add(Line.of(record.timestamp(), record.key(), record.value()));
      count++;
    }
    Map<String, List<Line>> toldStatuses = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : read(topics.watcherStatus())) {
      String cluster = ObjectKey.clusterOf(record.key());
      requirePartition(record, cluster);
      toldStatuses
          .computeIfAbsent(cluster, c -> new ArrayList<>())
          .add(Line.of(record.timestamp(), record.key(), record.value()));
    }
    for (String cluster : histories.keySet()) {
      same("incidents of " + cluster, saidIncidents, toldIncidents, cluster, incidents);
      same("statuses of " + cluster, saidStatuses, toldStatuses, cluster, statuses);
    }
    histories.forEach((cluster, history) -> {
      String difference = Agreement.difference(history, told.getOrDefault(cluster, List.of()));
      if (difference != null) {
        throw new DifferenceException("the oracle says of " + cluster + ": " + difference);
      }
    });
    if (!read(topics.deadLetters()).isEmpty()) {
      throw new DifferenceException("there are dead letters");
    }
    return count;
  }

  /** The log as it is, and whether it is what was to be written. */
  private List<LogRecord> log() {
    List<LogRecord> log = new ArrayList<>();
    Map<String, List<Oracle.Entry>> read = new TreeMap<>();
    Map<String, List<Long>> offsets = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : read(topics.events())) {
      String cluster = ObjectKey.clusterOf(record.key());
      ClusterEvent event = events.deserialize(topics.events(), record.value());
      if (event == null || record.timestamp() != event.getObservedAt().toEpochMilli()) {
        throw new DifferenceException("not as a collector writes: " + record);
      }
      requirePartition(record, cluster);
      log.add(EngineRun.record(
          new Oracle.Entry(record.key(), event),
          record.topic(),
          record.partition(),
          record.offset()));
      List<Long> places = offsets.computeIfAbsent(cluster, c -> new ArrayList<>());
      places.add(record.offset());
      read.computeIfAbsent(cluster, c -> new ArrayList<>())
          .add(new Oracle.Entry(record.key(), numbered(event, places)));
    }
    histories.forEach((cluster, history) -> {
      if (!history.log().equals(read.get(cluster))) {
        throw new DifferenceException("the log of " + cluster + " is not what was written: "
            + history.log().size() + " records, were "
            + read.getOrDefault(cluster, List.of()).size());
      }
    });
    return log;
  }

  /** With the record's number for the base offset. */
  private static ClusterEvent numbered(ClusterEvent event, List<Long> offsets) {
    return event.getBaseOffset() == null
        ? event
        : ClusterEvent.newBuilder(event)
            .setBaseOffset((long) Collections.binarySearch(offsets, event.getBaseOffset()))
            .build();
  }

  private void requirePartition(ConsumerRecord<String, byte[]> record, String cluster) {
    if (record.partition() != ClusterPartitioner.partition(cluster, partitions)) {
      throw new DifferenceException("not in the partition of " + cluster + ": " + record);
    }
  }

  private static void same(
      String what,
      Map<String, List<Line>> said,
      Map<String, List<Line>> told,
      String cluster,
      AvroDeserializer<?> decoder) {
    List<Line> must = said.getOrDefault(cluster, List.of());
    List<Line> did = told.getOrDefault(cluster, List.of());
    for (int i = 0; i < Math.max(must.size(), did.size()); i++) {
      Line right = i < must.size() ? must.get(i) : null;
      Line is = i < did.size() ? did.get(i) : null;
      if (right == null || !right.equals(is)) {
        throw new DifferenceException(what + ": " + must.size() + " records, were " + did.size()
            + "; the first that differs is " + i
            + "\n  must be " + words(right, decoder)
            + "\n  was     " + words(is, decoder)
            + (must.subList(0, i).contains(is) ? "\n  which was told before" : "")
            + (i == 0 ? "" : "\n  before  " + words(must.get(i - 1), decoder)));
      }
    }
  }

  private static String words(@Nullable Line line, AvroDeserializer<?> decoder) {
    if (line == null) {
      return "nothing";
    }
    String text = "removed";
    if (line.value() != null) {
      byte[] bytes = new byte[line.value().remaining()];
      line.value().duplicate().get(bytes);
      text = String.valueOf(decoder.deserialize("", bytes));
    }
    return line.timestamp() + " " + line.key() + " " + text;
  }

  private List<ConsumerRecord<String, byte[]>> read(String topic) {
    return TopicContents.committed(
        kafka, topic, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
