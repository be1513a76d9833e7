package org.mcpruntime.watcher.correlator.engine;

import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.FactsCodec;

/**
 * One object as stored: which version its facts were taken from, the record that brought them, and the facts.
 *
 * @param at time of that record, milliseconds
 * @param facts encoded
 */
record StoredObject(
    String uid,
    String resourceVersion,
    String topic,
    int partition,
    long offset,
    long at,
    byte[] facts) {

  StoredObject {
    if (uid.isEmpty()) {
      throw new IllegalArgumentException("an object without uid");
    }
  }

  Facts decode() {
    return FactsCodec.decode(facts);
  }

  Origin origin() {
    return new Origin(topic, partition, offset, at, uid, resourceVersion);
  }

  byte[] toBytes() {
    return new ByteWriter()
        .text(uid)
        .text(resourceVersion)
        .text(topic)
        .number(partition)
        .number(offset)
        .number(at)
        .bytes(facts)
        .toBytes();
  }

  static StoredObject read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new StoredObject(
        in.text(), in.text(), in.text(), in.integer(), in.number(), in.number(), in.bytes());
  }
}
