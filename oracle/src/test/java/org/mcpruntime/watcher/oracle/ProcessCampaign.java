package org.mcpruntime.watcher.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.process.Broker;
import org.mcpruntime.watcher.testbed.process.CampaignPlan;
import org.mcpruntime.watcher.testbed.process.JavaCommand;

/** Episodes of real processes, one seed after the other, until time or kills are used up or something is wrong. */
final class ProcessCampaign implements AutoCloseable {

  private final Path directory;
  private final Consumer<String> out;
  private final JavaCommand java;
  private final Broker broker;
  private final SortedMap<String, Integer> befell = new TreeMap<>();
  private int seeds;
  private int kills;
  private long records;
  private long incidents;

  /** @param directory for the broker, for local state and for what makes processes start quickly; the caller's to remove */
  ProcessCampaign(Path directory, Consumer<String> out) throws IOException, InterruptedException {
    this.directory = directory;
    this.out = out;
    this.java = new JavaCommand(directory);
    this.broker = new Broker(directory, java, Manner.BROKER);
  }

  /** With a directory that is gone afterwards. */
  static boolean run(CampaignPlan plan, Consumer<String> out)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("campaign");
    boolean sound;
    try (ProcessCampaign campaign = new ProcessCampaign(directory, out)) {
      sound = campaign.run(plan);
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    return sound;
  }

  /** Runs at least one episode; gives whether nothing was wrong. What was wrong is printed. */
  boolean run(CampaignPlan plan) {
    long begin = System.nanoTime();
    if (!plan.run(this::episode, () -> kills, "./campaign correlator --processes", out)) {
      return false;
    }
    out.accept(String.format(
        Locale.ROOT,
        "seeds %d  records %d  incident records %d  %s  elapsed %d s  0 lost, 0 duplicate, 0 different",
        seeds,
        records,
        incidents,
        words(befell),
        Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
    return true;
  }

  /** Gives what went wrong. */
  private @Nullable String episode(long seed) {
    long begin = System.nanoTime();
    try (ProcessEpisode episode = new ProcessEpisode(seed, broker, java, directory)) {
      try {
        ProcessEpisode.Outcome outcome = episode.run();
        seeds++;
        kills += outcome.kills();
        records += outcome.records();
        incidents += outcome.incidents();
        outcome.befell().forEach((what, times) -> befell.merge(what, times, Integer::sum));
        out.accept(String.format(
            Locale.ROOT,
            "seed %d  clusters %d%s  records %d  incident records %d  %s  %d s",
            seed,
            outcome.clusters(),
            outcome.setAside() == 0 ? "" : "  histories set aside " + outcome.setAside(),
            outcome.records(),
            outcome.incidents(),
            words(outcome.befell()),
            Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
        return null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return e + "\n" + episode.diary();
      } catch (Exception e) {
        return e + "\n" + episode.diary();
      }
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static String words(Map<String, Integer> befell) {
    return befell.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    broker.close();
  }
}
