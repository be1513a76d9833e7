package org.mcpruntime.watcher.correlator.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the engine's own records: equal records give equal bytes. */
final class ByteWriter {

  private byte[] buffer = new byte[64];
  private int size;

  ByteWriter number(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7FL) != 0) {
      octet((int) ((zigzag & 0x7F) | 0x80));
      zigzag >>>= 7;
    }
    octet((int) zigzag);
    return this;
  }

  ByteWriter constant(Enum<?> value) {
    return text(value.name());
  }

  ByteWriter flag(boolean value) {
    octet(value ? 1 : 0);
    return this;
  }

  ByteWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  ByteWriter bytes(byte[] value) {
    number(value.length);
    ensure(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
    return this;
  }

  <T> ByteWriter nullable(@Nullable T value, Consumer<T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(value);
    }
    return this;
  }

  ByteWriter nullableText(@Nullable String value) {
    return nullable(value, this::text);
  }

  <T> ByteWriter list(Collection<T> values, Consumer<T> write) {
    number(values.size());
    values.forEach(write);
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  private void octet(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
