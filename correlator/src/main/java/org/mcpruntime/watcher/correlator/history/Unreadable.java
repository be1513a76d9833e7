package org.mcpruntime.watcher.correlator.history;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;

/**
 * A record that nobody can read, and that is set aside: it is not known what it says, nor of which cluster it is.
 *
 * @param timestamp milliseconds; as the key, anybody may have written it
 */
public record Unreadable(
    String topic, int partition, long offset, long timestamp, String key, String why) {

  /** This record, as it stands in its topic. */
  public static Unreadable of(ConsumerRecord<byte[], byte[]> record, String why) {
    return new Unreadable(
        record.topic(), record.partition(), record.offset(), record.timestamp(), key(record), why);
  }

  /** Text of a record's key, whatever it is; empty when it has none. */
  public static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }

  /** Says that it is left out. */
  public void warn(Logger log) {
    log.atWarn()
        .addKeyValue("topic", topic)
        .addKeyValue("partition", partition)
        .addKeyValue("offset", offset)
        .addKeyValue("error", why)
        .log("A record cannot be read and is left out");
  }

  /** Such as {@code mcp.incidents-3@1742}. */
  public String where() {
    return topic + "-" + partition + "@" + offset;
  }
}
