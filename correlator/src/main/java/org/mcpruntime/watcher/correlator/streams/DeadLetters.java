package org.mcpruntime.watcher.correlator.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.DeadLetter;

/**
 * Makes the record under which unreadable input is kept. Anybody may have written that input, as large as the topic or his
 * compression allows, so every part is cut: all of them together fit in a record of 1 MiB, as topics take it by default,
 * whatever compression does.
 */
final class DeadLetters {

  static final int PAYLOAD_BYTES = 768 * 1024;

  private static final int HEADER_BYTES = 64 * 1024;

  /** Keys of ours are shorter. */
  private static final int KEY_CHARS = 4_000;

  private static final int ERROR_CHARS = 1_000;

  private DeadLetters() {}

  static DeadLetter of(
      Record<byte[], byte[]> record, RecordMetadata at, String cluster, String error) {
    byte[] payload = record.value() == null ? new byte[0] : record.value();
    DeadLetter letter = new DeadLetter();
    letter.setAt(Instant.ofEpochMilli(record.timestamp()));
    letter.setService("correlator");
    letter.setCluster(cluster.isEmpty() ? null : cluster);
    letter.setTopic(at.topic());
    letter.setPartition(at.partition());
    letter.setOffset(at.offset());
    letter.setError(error);
    letter.setSizeBytes(payload.length);
    letter.setSha256(sha256(payload));
    // It came from a topic, so it has passed redaction.
    letter.setPayload(ByteBuffer.wrap(payload, 0, Math.min(payload.length, PAYLOAD_BYTES)));
    return letter;
  }

  static String error(UnreadableRecordException cause) {
    return limit(String.valueOf(cause.getMessage()), ERROR_CHARS);
  }

  /** The key of the input. */
  static String key(Record<byte[], byte[]> record) {
    return record.key() == null
        ? ""
        : limit(new String(record.key(), StandardCharsets.UTF_8), KEY_CHARS);
  }

  /** The headers of the input, those left out that have no room, and the error. */
  static Headers headers(Record<byte[], byte[]> record, String error) {
    Headers kept = new RecordHeaders();
    int room = HEADER_BYTES;
    for (Header header : record.headers()) {
      int size = size(header);
      if (size <= room) {
        kept.add(header);
        room -= size;
      }
    }
    return kept.add("error", error.getBytes(StandardCharsets.UTF_8));
  }

  /** With its lengths. */
  private static int size(Header header) {
    return header.key().getBytes(StandardCharsets.UTF_8).length
        + (header.value() == null ? 0 : header.value().length)
        + 2 * Integer.BYTES;
  }

  private static String limit(String text, int chars) {
    return text.length() > chars ? text.substring(0, chars) : text;
  }

  private static String sha256(byte[] payload) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
