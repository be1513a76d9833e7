package org.mcpruntime.watcher.correlator.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote. */
final class ByteReader {

  private final byte[] buffer;
  private int at;

  ByteReader(byte[] buffer) {
    this.buffer = buffer;
  }

  long number() {
    long zigzag = 0;
    for (int shift = 0; ; shift += 7) {
      byte octet = buffer[at++];
      zigzag |= (long) (octet & 0x7F) << shift;
      if (octet >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
  }

  int integer() {
    return Math.toIntExact(number());
  }

  boolean flag() {
    return buffer[at++] != 0;
  }

  String text() {
    int length = integer();
    String text = new String(buffer, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  byte[] bytes() {
    int length = integer();
    byte[] bytes = Arrays.copyOfRange(buffer, at, at + length);
    at += length;
    return bytes;
  }

  <T> @Nullable T nullable(Supplier<T> read) {
    return flag() ? read.get() : null;
  }

  @Nullable
  String nullableText() {
    return nullable(this::text);
  }

  <T> List<T> list(Supplier<T> read) {
    int size = integer();
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(read.get());
    }
    return values;
  }
}
