package org.mcpruntime.watcher.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mcpruntime.watcher.correlator.Correlator;
import org.mcpruntime.watcher.correlator.CorrelatorConfig;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A correlator with the oracle's two checks in a process of its own, so that it can be killed. Says what it is at. */
final class CorrelatorProcess {

  /** How often it looks at what it is at. */
  private static final Duration LOOK = Duration.ofMillis(20);

  private CorrelatorProcess() {}

  /**
   * Arguments: topic prefix, state directory, instance or {@code -}, threads, milliseconds between commits; then settings of
   * Kafka clients, each {@code name=value}.
   */
  public static void main(String[] args) throws IOException {
    System.out.println("begun");
    Map<String, String> kafka = new HashMap<>();
    for (String setting : List.of(args).subList(5, args.length)) {
      int equals = setting.indexOf('=');
      kafka.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    CorrelatorConfig config = CorrelatorConfig.of(
            TopicNames.withPrefix(args[0]), kafka, (short) 1, Path.of(args[1]), EngineRun.RULES)
        .withEngine(EngineRun.SETTINGS)
        .withThreads(Integer.parseInt(args[3]))
        .withCommitInterval(Duration.ofMillis(Long.parseLong(args[4])));
    Correlator correlator =
        Correlator.start(args[2].equals("-") ? config : config.withInstance(args[2]));
    Thread teller = new Thread(() -> tell(correlator), "teller");
    teller.setDaemon(true);
    teller.start();
    // Nothing is said here but the end.
    int said;
    do {
      said = System.in.read();
    } while (said >= 0);
    correlator.close();
    System.exit(0);
  }

  private static void tell(Correlator correlator) {
    String told = "";
    try {
      while (true) {
        CorrelatorStatus status = correlator.status();
        if (status.failed()) {
          System.out.println("failed: " + status.reason());
          System.exit(1);
        }
        String word = word(status);
        if (!word.equals(told)) {
          System.out.println(word);
          told = word;
        }
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String word(CorrelatorStatus status) {
    if (status.restore().left() > 0) {
      return "restoring";
    }
    return status.state() == CorrelatorStatus.State.RUNNING
        ? "ready"
        : status.state().name().toLowerCase(Locale.ROOT);
  }
}
