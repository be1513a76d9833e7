package org.mcpruntime.watcher.checks.facts;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryWriter} wrote. Bytes of another origin give an {@link IllegalArgumentException}. */
final class BinaryReader {

  private final byte[] bytes;
  private int position;

  BinaryReader(byte[] bytes) {
    this.bytes = bytes;
  }

  long number() {
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

  int integer() {
    long value = number();
    if (value != (int) value) {
      throw new IllegalArgumentException("number out of range at byte " + position);
    }
    return (int) value;
  }

  boolean flag() {
    return next() != 0;
  }

  String text() {
    int length = integer();
    if (length < 0 || length > bytes.length - position) {
      throw new IllegalArgumentException("text too long at byte " + position);
    }
    String value = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  Instant time() {
    long seconds = number();
    try {
      return Instant.ofEpochSecond(seconds, integer());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("time out of range at byte " + position, e);
    }
  }

  ObjectRef ref() {
    return new ObjectRef(text(), text(), text(), text());
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
    if (size < 0 || size > bytes.length - position) {
      throw new IllegalArgumentException("list too long at byte " + position);
    }
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(read.get());
    }
    return values;
  }

  boolean atEnd() {
    return position == bytes.length;
  }

  private int next() {
    if (position == bytes.length) {
      throw new IllegalArgumentException("ends at byte " + position);
    }
    return bytes[position++];
  }
}
