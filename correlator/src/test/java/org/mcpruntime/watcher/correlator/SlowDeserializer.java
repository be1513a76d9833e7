package org.mcpruntime.watcher.correlator;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;

/** Takes its time, so that a history lasts long enough for something to happen within it. */
public final class SlowDeserializer implements Deserializer<SpecificRecord> {

  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(700);

  private final AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>();

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    deserializer.configure(config, isKey);
  }

  @Override
  public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] data) {
    SpecificRecord value = deserializer.deserialize(topic, data);
    if (value instanceof ClusterEvent) {
      LockSupport.parkNanos(PAUSE);
    }
    return value;
  }
}
