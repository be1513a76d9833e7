package org.mcpruntime.watcher.oracle;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.testbed.process.CampaignPlan;

/** Seeded histories, one after the other, until time is used up or the engine tells what the oracle does not say. */
final class Campaign {

  /** So many replays begin in the middle of each history. */
  private static final int MIDDLES = 2;

  private final long begin = System.nanoTime();
  private final Consumer<String> out;
  private int seeds;
  private long newest;
  private long records;
  private long incidents;

  private Campaign(Consumer<String> out) {
    this.out = out;
  }

  /** Arguments: {@code --budget 10m --seed N --repeat --processes --kills N --mutants}, each optional. */
  public static void main(String[] args) throws Exception {
    CampaignPlan plan;
    try {
      plan = CampaignPlan.parse(args, Set.of("--processes", "--mutants"));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Consumer<String> out = line -> System.out.println(line);
    List<String> given = List.of(args);
    boolean sound = given.contains("--mutants")
        ? Mutants.run(Mutant.ALL, out)
        : given.contains("--processes") ? ProcessCampaign.run(plan, out) : run(plan, out);
    System.exit(sound ? 0 : 1);
  }

  /** Runs at least one seed; gives whether nothing was wrong. What was wrong is printed. */
  static boolean run(CampaignPlan plan, Consumer<String> out) {
    Campaign campaign = new Campaign(out);
    boolean sound = plan.run(campaign::history, () -> 0, "./campaign correlator", out);
    if (sound) {
      out.accept(campaign.words() + "  0 different");
    }
    return sound;
  }

  /** Gives what differs. */
  private @Nullable String history(long seed) {
    SeededHistory.History history = SeededHistory.of(seed);
    Random random = new Random(seed);
    List<Incident> told = new EngineRun().apply(history.log(), record -> false);
    int often = 2 + random.nextInt(40);
    List<Incident> restarted =
        new EngineRun().apply(history.log(), record -> random.nextInt(often) == 0);
    String failure = restarted.equals(told)
        ? Agreement.difference(history, told)
        : "stopped and started again it tells something else";
    for (int i = 0; failure == null && i < MIDDLES; i++) {
      failure =
          MiddleRun.difference(history.log(), told, random.nextInt(history.log().size()));
    }
    seeds++;
    newest = seed;
    incidents += told.size();
    records += history.log().size();
    if (failure == null && seeds % 50 == 1) {
      out.accept(words());
    }
    return failure;
  }

  private String words() {
    return String.format(
        Locale.ROOT,
        "seeds %d (newest %d)  records %d  incident records %d  elapsed %d s",
        seeds,
        newest,
        records,
        incidents,
        Duration.ofNanos(System.nanoTime() - begin).toSeconds());
  }
}
