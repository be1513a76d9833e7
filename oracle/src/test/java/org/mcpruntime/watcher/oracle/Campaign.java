package org.mcpruntime.watcher.oracle;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** Seeded histories, one after the other, until time is used up or the engine tells what the oracle does not say. */
final class Campaign {

  /**
   * How long and from where.
   *
   * @param budget no seed is begun after it
   * @param kills no seed is begun after so many
   * @param repeat whether all seeds are the same
   */
  record Plan(Duration budget, int kills, long seed, boolean repeat) {}

  /** So many replays begin in the middle of each history. */
  private static final int MIDDLES = 2;

  private Campaign() {}

  /** Arguments: {@code --budget 10m --seed N --repeat --processes --kills N --mutants}, each optional. */
  public static void main(String[] args) throws Exception {
    Plan plan;
    try {
      plan = plan(args);
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
  static boolean run(Plan plan, Consumer<String> out) {
    long begin = System.nanoTime();
    long incidents = 0;
    long records = 0;
    int seeds = 0;
    long seed = plan.seed();
    Duration elapsed;
    do {
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
        failure = MiddleRun.difference(
            history.log(), told, random.nextInt(history.log().size()));
      }
      elapsed = Duration.ofNanos(System.nanoTime() - begin);
      if (failure != null) {
        out.accept("seed " + seed + " FAILED: " + failure);
        out.accept("again: ./campaign correlator --seed " + seed + " --repeat");
        return false;
      }
      seeds++;
      incidents += told.size();
      records += history.log().size();
      if (seeds % 50 == 1) {
        out.accept(words(seeds, seed, incidents, records, elapsed));
      }
      seed += plan.repeat() ? 0 : 1;
    } while (elapsed.compareTo(plan.budget()) < 0);
    out.accept(words(seeds, seed - (plan.repeat() ? 0 : 1), incidents, records, elapsed)
        + "  0 different");
    return true;
  }

  private static String words(
      int seeds, long newest, long incidents, long records, Duration elapsed) {
    return String.format(
        Locale.ROOT,
        "seeds %d (newest %d)  records %d  incident records %d  elapsed %d s",
        seeds,
        newest,
        records,
        incidents,
        elapsed.toSeconds());
  }

  private static Plan plan(String[] args) {
    Duration budget = Duration.ofMinutes(10);
    long seed = new Random().nextInt(1_000_000_000);
    boolean repeat = false;
    int kills = Integer.MAX_VALUE;
    for (int i = 0; i < args.length; i++) {
      String value = i + 1 < args.length ? args[i + 1] : null;
      switch (args[i]) {
        case "--repeat" -> repeat = true;
        case "--mutants", "--processes" -> {}
        case "--budget" -> {
          budget = duration(value);
          i++;
        }
        case "--seed" -> {
          seed = number("--seed", value);
          i++;
        }
        case "--kills" -> {
          kills = (int) number("--kills", value);
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
