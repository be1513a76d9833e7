package org.mcpruntime.watcher.checks.facts;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryWriter} wrote. Bytes of another origin give an {@link IllegalArgumentException}. */
public final class BinaryReader {

  private final byte[] bytes;
  private int position;

  public BinaryReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = next();
      value |= (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IllegalArgumentException("number too long at byte " + position);
  }

  public int integer() {
    long value = number();
    if (value != (int) value) {
      throw new IllegalArgumentException("number out of range at byte " + position);
    }
    return (int) value;
  }

  public boolean flag() {
    return next() != 0;
  }

  public String text() {
    int length = length("text");
    String value = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  public byte[] bytes() {
    int length = length("value");
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  public Instant time() {
    long seconds = number();
    try {
      return Instant.ofEpochSecond(seconds, integer());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("time out of range at byte " + position, e);
    }
  }

  public ObjectRef ref() {
    return new ObjectRef(text(), text(), text(), text());
  }

  public <T> @Nullable T nullable(Supplier<T> read) {
    return flag() ? read.get() : null;
  }

  public @Nullable String nullableText() {
    return nullable(this::text);
  }

  public <T> List<T> list(Supplier<T> read) {
    int size = length("list");
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(read.get());
    }
    return values;
  }

  boolean atEnd() {
    return position == bytes.length;
  }

  /** No value takes less than a byte. */
  private int length(String what) {
    int length = integer();
    if (length < 0 || length > bytes.length - position) {
      throw new IllegalArgumentException(what + " too long at byte " + position);
    }
    return length;
  }

  private int next() {
    if (position == bytes.length) {
      throw new IllegalArgumentException("ends at byte " + position);
    }
    return bytes[position++];
  }
}
