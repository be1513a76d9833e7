package org.mcpruntime.watcher.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.connect.DataLock;
import org.mcpruntime.watcher.cli.connect.RunFile;

/** Where one {@code up} keeps everything; used by one process at a time. */
final class DataDirectory implements AutoCloseable {

  /** Says that a directory is ours, so that nothing else is ever emptied. */
  private static final String MARKER = "cluster-watcher.data";

  private final Path path;
  private final DataLock lock;

  private DataDirectory(Path path, DataLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the directory, making it when it is not there.
   *
   * @param fresh forget what is in it
   * @throws CannotRun when another process has it, or it holds something else
   */
  static DataDirectory take(Path path, boolean fresh) {
    try {
      boolean ours = Files.exists(path.resolve(MARKER));
      if (!ours && Files.isDirectory(path) && !isEmpty(path)) {
        throw new CannotRun(
            path + ": is not empty and holds no data of Cluster Watcher; give another --data-dir");
      }
      Files.createDirectories(path);
      DataLock lock = DataLock.take(path);
      if (fresh) {
        empty(path);
      }
      Files.writeString(path.resolve(MARKER), "1\n");
      return new DataDirectory(path, lock);
    } catch (IOException e) {
      throw new CannotRun(path + ": cannot be used: " + e.getMessage());
    }
  }

  Path path() {
    return path;
  }

  Path kafka() {
    return path.resolve("kafka");
  }

  Path registry() {
    return path.resolve("registry.jsonl");
  }

  Path cluster() {
    return path.resolve("cluster");
  }

  Path streams() {
    return path.resolve("streams");
  }

  Path kubeconfig() {
    return path.resolve("kubeconfig");
  }

  Path log() {
    return path.resolve("log").resolve("cluster-watcher.log");
  }

  Path run() {
    return path.resolve(RunFile.NAME);
  }

  private Path portsFile() {
    return path.resolve("ports");
  }

  /** The ports of the run before. */
  Optional<Ports> lastPorts() {
    try {
      return Ports.parse(Files.readString(portsFile()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void remember(Ports ports) throws IOException {
    Files.writeString(portsFile(), ports.text());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  /** As {@link #close}, where nothing was started. */
  void release() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void empty(Path path) throws IOException {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(path)) {
      // The lock is held through its file.
      entries =
          listed.filter(entry -> !entry.getFileName().toString().equals("lock")).toList();
    }
    for (Path entry : entries) {
      Files.walkFileTree(entry, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
            throws IOException {
          Files.delete(file);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
            throws IOException {
          if (failure != null) {
            throw failure;
          }
          Files.delete(directory);
          return FileVisitResult.CONTINUE;
        }
      });
    }
  }
}
