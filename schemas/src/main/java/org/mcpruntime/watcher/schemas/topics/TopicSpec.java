package org.mcpruntime.watcher.schemas.topics;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one topic must be.
 *
 * @param name full name, with prefix
 * @param partitions number of partitions, equal for all topics
 * @param replication replicas of each partition
 * @param config topic configuration, as Kafka spells it; sorted by name
 * @param value the record type of its values
 * @param doc one sentence about it
 */
public record TopicSpec(
    String name,
    int partitions,
    short replication,
    Map<String, String> config,
    Class<? extends SpecificRecord> value,
    String doc) {

  public TopicSpec {
    config = Collections.unmodifiableMap(new TreeMap<>(config));
  }

  /** The registry subject of its values. */
  public String subject() {
    return TopicNames.subject(name);
  }
}
