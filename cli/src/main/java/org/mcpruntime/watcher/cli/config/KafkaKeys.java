package org.mcpruntime.watcher.cli.config;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Which {@code kafka.} keys are handed to the Kafka clients, and which of them hide their value. */
final class KafkaKeys {

  /** The guarantees rest on these, so they are ours. */
  private static final Set<String> OURS = Set.of(
      "acks",
      "auto.offset.reset",
      "client.id",
      "enable.auto.commit",
      "enable.idempotence",
      "group.id",
      "group.protocol",
      "isolation.level",
      "key.deserializer",
      "key.serializer",
      "max.in.flight.requests.per.connection",
      "partitioner.class",
      "transaction.timeout.ms",
      "transactional.id");

  private KafkaKeys() {}

  static Set<String> known() {
    Set<String> names = new TreeSet<>(ProducerConfig.configNames());
    names.addAll(ConsumerConfig.configNames());
    names.addAll(AdminClientConfig.configNames());
    names.removeAll(OURS);
    return names;
  }

  static boolean isOurs(String name) {
    return OURS.contains(name);
  }

  static boolean isSecret(String name) {
    ConfigDef.ConfigKey key = ProducerConfig.configDef().configKeys().get(name);
    return (key != null && key.type == ConfigDef.Type.PASSWORD)
        || name.contains("password")
        || name.contains("secret")
        || name.equals("sasl.jaas.config");
  }
}
