package org.mcpruntime.watcher.cli.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a running {@code up} tells other commands about itself: the file {@code run.json} in its data directory, and a
 * copy under its process id in the user's {@code running} directory.
 *
 * @param dataDirectory where it keeps its state
 * @param kubeconfig of the simulated cluster; null when it watches another one
 */
public record RunFile(
    long pid,
    String cluster,
    boolean demo,
    Path dataDirectory,
    String kafka,
    String registry,
    String topicsPrefix,
    @Nullable Path kubeconfig) {

  /** Its name in the data directory. */
  public static final String NAME = "run.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Connection connection() {
    return Connection.local(kafka, registry, TopicNames.withPrefix(topicsPrefix));
  }

  /** Whether that process still lives and still holds its data directory. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
        && DataLock.isHeld(dataDirectory);
  }

  /** Replaces the file in one step, so that nobody reads half of it. */
  public void write(Path file) throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("pid", pid);
    node.put("cluster", cluster);
    node.put("demo", demo);
    node.put("dataDirectory", dataDirectory.toString());
    node.put("kafka", kafka);
    node.put("registry", registry);
    node.put("topicsPrefix", topicsPrefix);
    node.put("kubeconfig", kubeconfig == null ? null : kubeconfig.toString());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path half = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(half, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Empty when there is none or it is not one of ours. */
  public static Optional<RunFile> read(Path file) {
    try {
      JsonNode node = JSON.readTree(Files.readString(file));
      JsonNode kubeconfig = node.path("kubeconfig");
      return Optional.of(new RunFile(
          node.path("pid").asLong(),
          node.path("cluster").asString(),
          node.path("demo").asBoolean(),
          Path.of(node.path("dataDirectory").asString()),
          node.path("kafka").asString(),
          node.path("registry").asString(),
          node.path("topicsPrefix").asString(),
          kubeconfig.isString() ? Path.of(kubeconfig.asString()) : null));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  /** Every {@code up} of this user that runs now. */
  public static List<RunFile> running(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<RunFile> running = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .flatMap(file -> read(file).stream())
          .filter(RunFile::isAlive)
          .forEach(running::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return running;
  }
}
