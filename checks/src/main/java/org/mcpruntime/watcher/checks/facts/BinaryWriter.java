package org.mcpruntime.watcher.checks.facts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes plain values as few bytes; equal values in equal order give equal bytes. */
final class BinaryWriter {

  private byte[] buffer = new byte[512];
  private int size;

  /** Seven bits a byte, sign in the lowest. */
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      octet((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    octet((int) rest);
  }

  void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  void text(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    ensure(encoded.length);
    System.arraycopy(encoded, 0, buffer, size, encoded.length);
    size += encoded.length;
  }

  void time(Instant value) {
    number(value.getEpochSecond());
    number(value.getNano());
  }

  void ref(ObjectRef value) {
    text(value.group());
    text(value.kind());
    text(value.namespace());
    text(value.name());
  }

  <T> void nullable(@Nullable T value, Consumer<T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(value);
    }
  }

  void nullableText(@Nullable String value) {
    nullable(value, this::text);
  }

  <T> void list(List<T> values, Consumer<T> write) {
    number(values.size());
    values.forEach(write);
  }

  byte[] bytes() {
    return Arrays.copyOf(buffer, size);
  }

  private void octet(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
    }
  }
}
