package org.mcpruntime.watcher.cli.connect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mcpruntime.watcher.cli.CannotRun;

/** One process at a time uses a data directory. The operating system frees the lock of a process that was killed. */
public final class DataLock implements AutoCloseable {

  private static final String NAME = "lock";

  /** Held by this process: opening and closing the file again would free such a lock on POSIX systems. */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;
  private final FileLock lock;

  private DataLock(Path directory, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws CannotRun naming the process that has it
   */
  public static DataLock take(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD_HERE.add(real)) {
      throw alreadyRunning(real);
    }
    FileChannel channel = FileChannel.open(
        real.resolve(NAME),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      HELD_HERE.remove(real);
      throw alreadyRunning(real);
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(
        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    channel.force(true);
    return new DataLock(real, channel, lock);
  }

  private static CannotRun alreadyRunning(Path directory) {
    return new CannotRun("Already running as process " + owner(directory).orElse("unknown") + " on "
        + directory + ". Stop it first, or give this one its own --data-dir.");
  }

  static boolean isHeld(Path directory) {
    Path file = directory.resolve(NAME);
    try {
      if (HELD_HERE.contains(directory.toRealPath())) {
        return true;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        return lock == null;
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> owner(Path directory) {
    try {
      return Optional.of(Files.readString(directory.resolve(NAME)).strip())
          .filter(pid -> !pid.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
    HELD_HERE.remove(directory);
  }
}
