package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * How long a killed collector is missing: from the start of its next process to the first new record that a
 * read_committed reader gets, with many objects known and, for comparison, with one.
 */
record Restart(int objects, int rounds) implements Scenario {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    bed.clusters().ask("api", Bed.cluster(1), 1);
    bed.clusters().ask("api", Bed.cluster(objects), objects);
    report.heading("restart: from kill -9 and the start of a new process to the first new record; "
        + rounds + " rounds");
    TopicNames few = bed.freshTopics();
    TopicNames many = bed.freshTopics();
    List<Double> withFew = new ArrayList<>();
    List<Double> withMany = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> reader = reader(bed)) {
      prepare(bed, Bed.cluster(1), few);
      prepare(bed, Bed.cluster(objects), many);
      for (int i = 0; i < rounds; i++) {
        withFew.add(seconds(bed, Bed.cluster(1), few, reader));
        withMany.add(seconds(bed, Bed.cluster(objects), many, reader));
      }
    }
    report.line("baseline: 1 object known", new Figures(withFew), "s");
    report.line(objects + " objects known", new Figures(withMany), "s");
    List<Double> share = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      share.add((withMany.get(i) - withFew.get(i)) * 1e6 / objects);
    }
    report.line("difference", new Figures(share), "µs/object");
  }

  private static void prepare(Bed bed, String cluster, TopicNames topics)
      throws IOException, InterruptedException {
    try (ChildJvm child = bed.collectInProcess("-Xmx256m", cluster, topics)) {
      child.ask("settled");
      child.kill();
    }
  }

  /** The change was made while nobody collected. */
  private static double seconds(
      Bed bed, String cluster, TopicNames topics, KafkaConsumer<byte[], byte[]> reader)
      throws IOException, InterruptedException {
    TopicPartition log = new TopicPartition(topics.events(), 0);
    reader.assign(List.of(log));
    reader.seekToEnd(List.of(log));
    reader.position(log);
    String version = bed.clusters().ask("touch", cluster, 1);
    long began = System.nanoTime();
    try (ChildJvm child = bed.collectInProcess("-Xmx256m", cluster, topics)) {
      awaitVersion(reader, version, began);
      double seconds = (System.nanoTime() - began) / 1e9;
      child.ask("settled");
      child.kill();
      return seconds;
    }
  }

  private static void awaitVersion(
      KafkaConsumer<byte[], byte[]> reader, String version, long began) {
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
        Header header = record.headers().lastHeader(LatencyProbe.ID_HEADER);
        if (header != null && version.equals(new String(header.value(), StandardCharsets.UTF_8))) {
          return;
        }
      }
    }
    throw new IllegalStateException("no new record within " + PATIENCE);
  }

  private static KafkaConsumer<byte[], byte[]> reader(Bed bed) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bed.servers(),
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
