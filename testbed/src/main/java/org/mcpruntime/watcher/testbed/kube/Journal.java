package org.mcpruntime.watcher.testbed.kube;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A file of JSON lines. Each line is an array of entries that were written together and count
 * together: after a crash of the process a torn last line is dropped, so what is read is what was
 * written up to some moment. Lines reach the operating system before {@link #append} returns; they
 * are not forced to the disk. Not thread-safe.
 */
final class Journal implements AutoCloseable {
  private static final long COMPACT_ABOVE_BYTES = 64L << 20;
  private static final int COMPACT_ABOVE_FACTOR = 4;
  private static final long COMPACT_AT_OPEN_ABOVE_BYTES = 256 << 10;

  private final Path file;
  private final FileChannel lockFile;
  private FileChannel channel;
  private long compactedBytes;
  private long bytes;

  private Journal(Path file, FileChannel lockFile, FileChannel channel) {
    this.file = file;
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /** Opens or creates the journal of a directory and hands all its entries over, in order. */
  static Journal open(Path directory, Consumer<JsonNode> entries) {
    try {
      Files.createDirectories(directory);
      FileChannel lockFile = lock(directory.resolve("lock"));
      try {
        Path file = directory.resolve("journal.jsonl");
        FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Journal journal = new Journal(file, lockFile, channel);
        journal.bytes = replay(file, entries);
        channel.truncate(journal.bytes);
        channel.position(journal.bytes);
        return journal;
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.JOURNAL, "cannot open journal in " + directory, e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process: the same answer as when another one holds it.
    }
    channel.close();
    throw new IOException("in use by another store: " + path);
  }

  /** Returns the length of the whole lines. */
  private static long replay(Path file, Consumer<JsonNode> entries) throws IOException {
    long whole = 0;
    long lineNumber = 1;
    ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 16);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c != '\n') {
          line.write(c);
          continue;
        }
        try {
          ObjectShape.JSON.readTree(line.toByteArray()).forEach(entries);
        } catch (JacksonException e) {
          throw new StoreException(
              StoreException.Reason.JOURNAL, "damaged line " + lineNumber + " of " + file, e);
        }
        whole += line.size() + 1L;
        lineNumber++;
        line.reset();
      }
    }
    return whole;
  }

  /** Writes entries, separated by commas, as one line. */
  void append(byte[] entries, int length) {
    try {
      bytes += write(channel, entries, length);
    } catch (IOException e) {
      throw new StoreException(StoreException.Reason.JOURNAL, "cannot write " + file, e);
    }
  }

  private static int write(FileChannel channel, byte[] entries, int length) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(length + 3);
    line.put((byte) '[')
        .put(entries, 0, length)
        .put((byte) ']')
        .put((byte) '\n')
        .flip();
    while (line.hasRemaining()) {
      channel.write(line);
    }
    return length + 3;
  }

  boolean compactionIsDue() {
    return bytes > COMPACT_ABOVE_BYTES && bytes > COMPACT_ABOVE_FACTOR * compactedBytes;
  }

  /** A short journal is read fast enough as it is. */
  boolean compactionIsDueAtOpen() {
    return bytes > COMPACT_AT_OPEN_ABOVE_BYTES;
  }

  /** Replaces the whole journal; the old one stays until the new one is on the disk. */
  void compact(Iterable<byte[]> entries) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      FileChannel next = FileChannel.open(
          fresh,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      long written = 0;
      try {
        for (byte[] entry : entries) {
          written += write(next, entry, entry.length);
        }
        next.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException e) {
        next.close();
        throw e;
      }
      channel.close();
      channel = next;
      bytes = written;
      compactedBytes = written;
    } catch (IOException e) {
      throw new StoreException(StoreException.Reason.JOURNAL, "cannot compact " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      lockFile.close();
    } catch (IOException e) {
      throw new StoreException(StoreException.Reason.JOURNAL, "cannot close " + file, e);
    }
  }
}
