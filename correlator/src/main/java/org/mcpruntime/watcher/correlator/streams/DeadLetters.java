package org.mcpruntime.watcher.correlator.streams;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;

/** Makes the record under which unreadable input is kept. */
final class DeadLetters {

  private static final int ERROR_CHARS = 1000;

  private DeadLetters() {}

  static DeadLetter of(
      Record<byte[], byte[]> record,
      RecordMetadata at,
      String cluster,
      UnreadableRecordException cause) {
    byte[] payload = record.value() == null ? new byte[0] : record.value();
    String error = String.valueOf(cause.getMessage());
    DeadLetter letter = new DeadLetter();
    letter.setAt(Instant.ofEpochMilli(record.timestamp()));
    letter.setService("correlator");
    letter.setCluster(cluster.isEmpty() ? null : cluster);
    letter.setTopic(at.topic());
    letter.setPartition(at.partition());
    letter.setOffset(at.offset());
    letter.setError(error.length() > ERROR_CHARS ? error.substring(0, ERROR_CHARS) : error);
    letter.setSizeBytes(payload.length);
    letter.setSha256(sha256(payload));
    // It came from a topic, so it has passed redaction.
    letter.setPayload(ByteBuffer.wrap(payload));
    return letter;
  }

  private static String sha256(byte[] payload) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
