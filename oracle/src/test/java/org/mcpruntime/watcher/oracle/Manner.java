package org.mcpruntime.watcher.oracle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * How the correlators of one seed run. Nothing of it may change what they tell.
 *
 * @param named whether each has a name by which the group knows it again
 * @param kafka settings of Kafka clients
 */
record Manner(
    TopicNames topics, boolean named, int threads, int commitMillis, Map<String, String> kafka) {

  private static final String SESSION = "3000";
  private static final String HEARTBEAT = "500";

  /** Of brokers: what a killed process leaves open ends soon, and changelogs are compacted while they are read. */
  static final Map<String, String> BROKER = Map.of(
      "transaction.abort.timed.out.transaction.cleanup.interval.ms",
      "200",
      "group.min.session.timeout.ms",
      "1000",
      "group.streams.min.session.timeout.ms",
      "1000",
      "group.streams.session.timeout.ms",
      SESSION,
      "group.streams.min.heartbeat.interval.ms",
      "100",
      "group.streams.heartbeat.interval.ms",
      HEARTBEAT,
      "log.cleaner.backoff.ms",
      "500");

  static Manner of(Random random, TopicNames topics, Map<String, String> broker) {
    Map<String, String> kafka = new TreeMap<>(broker);
    kafka.put("transaction.timeout.ms", "4000");
    kafka.put("main.consumer.session.timeout.ms", SESSION);
    kafka.put("main.consumer.heartbeat.interval.ms", HEARTBEAT);
    // So that a restore takes long enough for something to happen within it.
    kafka.put("restore.consumer.max.poll.records", "50");
    kafka.put("topic.segment.ms", "900000");
    kafka.put("topic.min.cleanable.dirty.ratio", "0.01");
    if (random.nextInt(4) == 0) {
      // The broker hands out the work, and knows no names.
      kafka.put("group.protocol", "streams");
    } else {
      kafka.put("num.standby.replicas", Integer.toString(random.nextInt(3) == 0 ? 1 : 0));
    }
    if (random.nextBoolean()) {
      // What is not committed is sent at once, and so can be seen before it is.
      kafka.put("producer.linger.ms", "0");
    }
    return new Manner(
        topics,
        random.nextBoolean(),
        1 + random.nextInt(2),
        List.of(10, 100, 100, 500).get(random.nextInt(4)),
        kafka);
  }

  /** Of {@link CorrelatorProcess}. */
  List<String> arguments(Path state, String name) {
    List<String> arguments = new ArrayList<>(List.of(
        topics.prefix(),
        state.toString(),
        named ? name : "-",
        Integer.toString(threads),
        Integer.toString(commitMillis)));
    kafka.forEach((key, value) -> arguments.add(key + "=" + value));
    return arguments;
  }
}
