package org.mcpruntime.watcher.collector.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.process.Broker;
import org.mcpruntime.watcher.testbed.process.JavaCommand;

/** Episodes, one seed after the other, until time or kills are used up or the log is wrong. */
final class Campaign implements AutoCloseable {
  /**
   * How long and from where.
   *
   * @param budget no episode begins after it
   * @param kills no episode begins after so many
   * @param seed of the first episode; each next has one more
   * @param repeat whether all episodes have the same seed
   */
  record Plan(Duration budget, int kills, long seed, boolean repeat) {}

  private final Consumer<String> out;
  private final JavaCommand java;
  private final Broker broker;
  private int seeds;
  private int kills;
  private int brokerKills;
  private int changes;
  private int gaps;
  private int repairs;
  private int records;

  /** @param directory for the broker and for what makes processes start quickly; stays the caller's to remove */
  Campaign(Path directory, Consumer<String> out) throws IOException, InterruptedException {
    this.out = out;
    this.java = new JavaCommand(directory);
    this.broker = new Broker(directory, java, Map.of());
  }

  /** Arguments: {@code --budget 10m --kills N --seed N --repeat}, each optional. */
  public static void main(String[] args) throws Exception {
    try {
      Plan plan = plan(args);
      Path directory = Files.createTempDirectory("campaign");
      boolean sound;
      try (Campaign campaign = new Campaign(directory, line -> System.out.println(line))) {
        sound = campaign.run(plan);
      }
      delete(directory);
      System.exit(sound ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /** Runs at least one episode; returns whether nothing was wrong. What was wrong is printed. */
  boolean run(Plan plan) {
    long begin = System.nanoTime();
    out.accept(
        "campaign: first seed " + plan.seed() + ", budget " + plan.budget().toSeconds() + " s");
    long seed = plan.seed();
    Duration elapsed;
    do {
      String failure = episode(seed);
      elapsed = Duration.ofNanos(System.nanoTime() - begin);
      if (failure != null) {
        out.accept("seed " + seed + " FAILED: " + failure);
        out.accept("again: ./campaign collector --seed " + seed + " --repeat");
        return false;
      }
      out.accept(String.format(
          Locale.ROOT,
          "seeds %d (newest %d)  kills %d  broker kills %d  changes %d  gaps %d  repairs %d  records %d  elapsed %d s",
          seeds,
          seed,
          kills,
          brokerKills,
          changes,
          gaps,
          repairs,
          records,
          elapsed.toSeconds()));
      seed += plan.repeat() ? 0 : 1;
    } while (elapsed.compareTo(plan.budget()) < 0 && kills < plan.kills());
    return true;
  }

  /** Returns what went wrong. */
  private @Nullable String episode(long seed) {
    int cycles = 2 + new Random(seed).nextInt(8);
    try (Episode episode = new Episode(seed, cycles, broker, java)) {
      try {
        Episode.Outcome outcome = episode.run();
        seeds++;
        kills += outcome.kills();
        brokerKills += outcome.brokerKills();
        records += outcome.records();
        changes += outcome.changes();
        gaps += outcome.gaps();
        repairs += outcome.repairs();
        return null;
      } catch (Exception e) {
        return e + "\n" + episode.diary();
      }
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    broker.close();
  }

  private static Plan plan(String[] args) {
    Duration budget = Duration.ofMinutes(10);
    int kills = Integer.MAX_VALUE;
    long seed = new Random().nextInt(1_000_000_000);
    boolean repeat = false;
    for (int i = 0; i < args.length; i++) {
      String value = i + 1 < args.length ? args[i + 1] : null;
      switch (args[i]) {
        case "--repeat" -> repeat = true;
        case "--budget" -> {
          budget = duration(value);
          i++;
        }
        case "--kills" -> {
          kills = (int) number("--kills", value);
          i++;
        }
        case "--seed" -> {
          seed = number("--seed", value);
          i++;
        }
        default -> throw new IllegalArgumentException("unknown: " + args[i] + "; see --help");
      }
    }
    return new Plan(budget, kills, seed, repeat);
  }

  private static Duration duration(@Nullable String text) {
    if (text == null || !text.matches("[0-9]{1,6}[smh]")) {
      throw new IllegalArgumentException("--budget: must be like 90s, 10m or 2h, was " + text);
    }
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  private static long number(String option, @Nullable String text) {
    if (text == null || !text.matches("-?[0-9]{1,18}")) {
      throw new IllegalArgumentException(option + ": must be a whole number, was " + text);
    }
    return Long.parseLong(text);
  }
}
