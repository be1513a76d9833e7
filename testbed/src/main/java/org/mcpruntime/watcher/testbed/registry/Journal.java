package org.mcpruntime.watcher.testbed.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An append-only file of JSON lines. A line counts once its line break is on disk; what a kill left behind the last line
 * break is cut off at the next opening. Locked while open.
 */
final class Journal implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FileChannel channel;

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens the file, made when absent, and hands out its lines in order.
   *
   * @throws IOException naming the file if it is in use or not a journal
   */
  static Journal open(Path file, Consumer<JsonNode> replay) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    FileChannel channel = FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(channel, file);
      byte[] bytes = Files.readAllBytes(file);
      int from = 0;
      for (int at = 0; at < bytes.length; at++) {
        if (bytes[at] == '\n') {
          replay.accept(parse(file, bytes, from, at));
          from = at + 1;
        }
      }
      channel.truncate(from);
      channel.position(from);
      return new Journal(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Adds one line; on return it is on disk. */
  void append(JsonNode line) throws IOException {
    long before = channel.position();
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw new IOException("Schema registry: " + file + " is in use by this process", e);
    }
    throw new IOException("Schema registry: " + file + " is in use by another process");
  }

  private static JsonNode parse(Path file, byte[] bytes, int from, int to) throws IOException {
    try {
      return JSON.readTree(bytes, from, to - from);
    } catch (JacksonException e) {
      throw new IOException("Schema registry: " + file + " is damaged at byte " + from, e);
    }
  }
}
