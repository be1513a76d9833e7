package org.mcpruntime.watcher.correlator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.serde.AvroDeserializer;

/** Takes its time, so that a history lasts long enough for something to happen within it. */
public final class SlowDeserializer implements Deserializer<SpecificRecord> {

  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(700);

  private static final AtomicLong once = new AtomicLong();

  private final AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>();

  /** The next event takes this long, as on a machine that is paused. */
  static void pause(Duration duration) {
    once.set(duration.toNanos());
  }

  @Override
  public void configure(Map<String, ?> config, boolean isKey) {
    deserializer.configure(config, isKey);
  }

  @Override
  public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] data) {
    SpecificRecord value = deserializer.deserialize(topic, data);
    if (value instanceof ClusterEvent) {
      long end = System.nanoTime() + PAUSE + once.getAndSet(0);
      for (long left = PAUSE; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
    return value;
  }
}
