package org.mcpruntime.watcher.correlator.engine;

import java.util.Arrays;
import java.util.Objects;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.FactsCodec;

/** One object as stored: the record that brought its facts, which names its version, and the facts, encoded. */
final class StoredObject {

  private final Origin origin;
  private final byte[] facts;

  /** @param origin with uid and resourceVersion */
  StoredObject(Origin origin, byte[] facts) {
    this.origin = origin;
    this.facts = facts;
  }

  /** Whether it was taken from this very version. */
  boolean isVersion(String uid, String resourceVersion) {
    return uid.equals(origin.uid()) && resourceVersion.equals(origin.resourceVersion());
  }

  boolean isSameObject(StoredObject other) {
    return Objects.equals(origin.uid(), other.origin.uid());
  }

  boolean sameFacts(StoredObject other) {
    return Arrays.equals(facts, other.facts);
  }

  Facts decode() {
    return FactsCodec.decode(facts);
  }

  Origin origin() {
    return origin;
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    origin.write(out);
    return out.bytes(facts).toBytes();
  }

  static StoredObject read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new StoredObject(Origin.read(in), in.bytes());
  }
}
