package org.mcpruntime.watcher.correlator.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** Settings of Kafka Streams: what the operator gives, with what exactly-once needs put on top. */
public final class StreamsSettings {

  /** Settings that belong to serializers; Kafka's clients would warn about them. */
  private static final Pattern SERDES = Pattern.compile(
      "schema\\.registry\\..*|basic\\.auth\\..*|bearer\\.auth\\..*|auto\\.register\\.schemas|specific\\.avro\\..*"
          + "|(key|value)\\.(de)?serializer");

  private static final int BATCH_BYTES = 256 * 1024;
  private static final int REQUEST_BYTES = 4 << 20;
  private static final int SESSION_MS = 10_000;
  private static final int HEARTBEAT_MS = 3_000;

  /** A kind that is seen again has all of its subjects judged within one record: some 20 s for 100,000 of them. */
  private static final int TRANSACTION_MS = 60_000;

  private StreamsSettings() {}

  /**
   * All settings together.
   *
   * @param given settings of Kafka clients; those of Streams, such as {@code group.protocol} and {@code
   *     num.standby.replicas}, pass through
   * @param instance name of this instance for static membership; null for none
   */
  public static Properties of(
      String applicationId,
      Map<String, String> given,
      Path stateDirectory,
      short replication,
      int threads,
      Duration commitInterval,
      @Nullable String instance) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), REQUEST_BYTES);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MS);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        HEARTBEAT_MS);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    settings.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    // A task reads one partition, so there is nothing to wait for; looking whether there is costs
    // more than a record.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    if (instance != null) {
      settings.put(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
    }
    given.forEach((name, value) -> {
      if (!SERDES.matcher(name).matches()) {
        settings.put(name, value);
      }
    });
    if ("streams".equals(given.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      // The broker decides these in that protocol, and knows no static membership.
      settings.remove(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG));
      settings.remove(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG));
      settings.remove(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    }
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replication);
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    return settings;
  }
}
