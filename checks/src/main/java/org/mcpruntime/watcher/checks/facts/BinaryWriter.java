package org.mcpruntime.watcher.checks.facts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes plain values as few bytes; equal values in equal order give equal bytes. */
final class BinaryWriter {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  /** Seven bits a byte, sign in the lowest. */
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  void flag(boolean value) {
    bytes.write(value ? 1 : 0);
  }

  void text(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    bytes.writeBytes(encoded);
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
    return bytes.toByteArray();
  }
}
