package org.mcpruntime.watcher.correlator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A correlator in a process of its own, so that it can be killed. It ends when its input does, and so with its parent. */
final class CorrelatorProcess implements AutoCloseable {

  private final Process process;

  private CorrelatorProcess(Process process) {
    this.process = process;
  }

  /** With the settings of {@link LiveLog#slow}. */
  static CorrelatorProcess start(LiveLog log, String instance, int facts) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        CorrelatorProcess.class.getName(),
        log.topics().prefix(),
        log.state(instance).toString(),
        instance,
        Integer.toString(facts)));
    log.slow().forEach((key, value) -> command.add(key + "=" + value));
    return new CorrelatorProcess(new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start());
  }

  /** Arguments: topic prefix, state directory, instance, version of the facts, settings of clients. */
  public static void main(String[] args) throws IOException {
    Map<String, String> clients = new TreeMap<>();
    for (String setting : List.of(args).subList(4, args.length)) {
      int equals = setting.indexOf('=');
      clients.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    CorrelatorConfig config = LiveLog.config(
            TopicNames.withPrefix(args[0]), clients, Path.of(args[1]), Integer.parseInt(args[3]))
        .withInstance(args[2]);
    try (Correlator correlator = Correlator.start(config)) {
      while (System.in.read() >= 0 && !correlator.status().failed()) {
        // Only the end of the input counts.
      }
    }
  }

  /** Fails when it has ended by itself. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError("the correlator ended with " + process.exitValue());
    }
  }

  /** As by {@code kill -9}. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
