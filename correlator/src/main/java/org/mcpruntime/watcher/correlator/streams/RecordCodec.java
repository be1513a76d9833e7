package org.mcpruntime.watcher.correlator.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;
import org.mcpruntime.watcher.schemas.serde.AvroSerializer;
import org.mcpruntime.watcher.schemas.serde.OtherSerdes;
import org.mcpruntime.watcher.schemas.serde.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events and writes what the engine says. A record that is bad is told apart from a registry that does not answer: for
 * the latter it waits and says so, since the record may be sound.
 */
final class RecordCodec implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecordCodec.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * Each takes the registry's client some seconds. More, and the group would take the partitions away; the thread starts
   * again instead.
   */
  private static final int TRIES = 20;

  private final Deserializer<?> deserializer;
  private final Serializer<SpecificRecord> serializer;
  private final EngineProbe probe;

  RecordCodec(Map<String, String> settings, EngineProbe probe) {
    this.probe = probe;
    Map<String, Object> config = new HashMap<>(settings);
    config.put("specific.avro.reader", true);
    deserializer = deserializer(settings.getOrDefault(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, AvroDeserializer.class.getName()));
    deserializer.configure(config, false);
    serializer = serializer(settings.getOrDefault(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AvroSerializer.class.getName()));
    serializer.configure(config, false);
  }

  ClusterEvent decode(String topic, byte[] value) throws UnreadableRecordException {
    Object decoded;
    try {
      decoded = patiently(() -> deserializer.deserialize(topic, value));
    } catch (RegistryException e) {
      throw e;
    } catch (SerializationException e) {
      throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
    }
    if (decoded instanceof ClusterEvent event) {
      return event;
    } else if (decoded instanceof IndexedRecord record
        && record.getSchema().getFullName().equals(ClusterEvent.class.getName())) {
      // The record is sound, and so would be all others.
      throw new ConfigException(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG
          + ": must give the generated classes, gave a "
          + record.getClass().getName());
    }
    throw new UnreadableRecordException("not a ClusterEvent");
  }

  byte[] encode(String topic, SpecificRecord value) {
    return patiently(() -> serializer.serialize(topic, value));
  }

  @Override
  public void close() {
    probe.unblocked(this);
    deserializer.close();
    serializer.close();
  }

  /** Again and again while the registry gives no usable answer, for about a minute. */
  private <T> T patiently(Supplier<T> work) {
    for (int left = TRIES; ; left--) {
      try {
        T done = OtherSerdes.call(work);
        if (left < TRIES) {
          probe.unblocked(this);
          LOG.atInfo().log("The schema registry answers again");
        }
        return done;
      } catch (RegistryException e) {
        if (left == TRIES) {
          probe.blocked(this, "schema registry: " + e.getMessage());
          LOG.atWarn()
              .addKeyValue("error", e.getMessage())
              .log("Waiting for the schema registry; nothing is evaluated meanwhile");
        }
        if (left == 0 || probe.isStopping()) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  // Which class it is tells the configuration; what it reads is checked where it is used.
  @SuppressWarnings("unchecked")
  private static Deserializer<Object> deserializer(String className) {
    return made(className, Deserializer.class);
  }

  @SuppressWarnings("unchecked")
  private static Serializer<SpecificRecord> serializer(String className) {
    return made(className, Serializer.class);
  }

  /** Kafka's own way to make a class that the configuration names. */
  private static <T> T made(String className, Class<T> type) {
    try {
      return Utils.newInstance(className, type);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no class " + className + " on the class path", e);
    }
  }
}
