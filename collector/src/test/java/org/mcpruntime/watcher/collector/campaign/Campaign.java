package org.mcpruntime.watcher.collector.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.process.Broker;
import org.mcpruntime.watcher.testbed.process.CampaignPlan;
import org.mcpruntime.watcher.testbed.process.JavaCommand;

/** Episodes, one seed after the other, until time or kills are used up or the log is wrong. */
final class Campaign implements AutoCloseable {
  private final long begin = System.nanoTime();
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
      CampaignPlan plan = CampaignPlan.parse(args, Set.of());
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
  boolean run(CampaignPlan plan) {
    out.accept(
        "campaign: first seed " + plan.seed() + ", budget " + plan.budget().toSeconds() + " s");
    return plan.run(this::episode, () -> kills, "./campaign collector", out);
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
            Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
        return null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return e + "\n" + episode.diary();
      } catch (Exception e) {
        return e + "\n" + episode.diary();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
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
}
