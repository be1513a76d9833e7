package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;

/**
 * A record of the log that something rests on.
 *
 * @param at its time, milliseconds
 * @param uid of its object; null for a control record
 * @param resourceVersion of its object; null for a control record
 */
record RecordRef(
    String topic,
    int partition,
    long offset,
    long at,
    @Nullable String uid,
    @Nullable String resourceVersion) {

  void write(BinaryWriter out) {
    out.text(topic).number(partition).number(offset).number(at);
    out.nullableText(uid).nullableText(resourceVersion);
  }

  static RecordRef read(BinaryReader in) {
    return new RecordRef(
        in.text(), in.integer(), in.number(), in.number(), in.nullableText(), in.nullableText());
  }

  RecordRef newer(RecordRef other) {
    return other.offset > offset ? other : this;
  }
}
