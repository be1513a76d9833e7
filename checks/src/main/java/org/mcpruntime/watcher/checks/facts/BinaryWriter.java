package org.mcpruntime.watcher.checks.facts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes plain values as few bytes; equal values in equal order give equal bytes. */
public final class BinaryWriter {

  private byte[] buffer = new byte[128];
  private int size;

  /** Seven bits a byte, sign in the lowest. */
  public BinaryWriter number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      octet((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    octet((int) rest);
    return this;
  }

  public BinaryWriter flag(boolean value) {
    octet(value ? 1 : 0);
    return this;
  }

  public BinaryWriter constant(Enum<?> value) {
    return text(value.name());
  }

  public BinaryWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public BinaryWriter bytes(byte[] value) {
    number(value.length);
    ensure(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
    return this;
  }

  public BinaryWriter time(Instant value) {
    return number(value.getEpochSecond()).number(value.getNano());
  }

  public BinaryWriter ref(ObjectRef value) {
    return text(value.group()).text(value.kind()).text(value.namespace()).text(value.name());
  }

  public <T> BinaryWriter nullable(@Nullable T value, Consumer<T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(value);
    }
    return this;
  }

  public BinaryWriter nullableText(@Nullable String value) {
    return nullable(value, this::text);
  }

  public <T> BinaryWriter list(Collection<T> values, Consumer<T> write) {
    number(values.size());
    values.forEach(write);
    return this;
  }

  public byte[] toBytes() {
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
