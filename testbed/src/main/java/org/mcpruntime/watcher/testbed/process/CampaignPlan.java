package org.mcpruntime.watcher.testbed.process;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How long a campaign is and from where: one seed after the other, until time or kills are used up or something is wrong.
 *
 * @param budget no seed is begun after it
 * @param kills no seed is begun after so many
 * @param seed the first; each next is one more
 * @param repeat whether all seeds are the same
 */
public record CampaignPlan(Duration budget, int kills, long seed, boolean repeat) {

  /** One seed. */
  public static CampaignPlan once(long seed) {
    return new CampaignPlan(Duration.ZERO, 0, seed, false);
  }

  /**
   * Of {@code --budget 10m --seed N --repeat --kills N}, each optional.
   *
   * @param others arguments that are another's to understand
   * @throws IllegalArgumentException saying what is wrong with which argument
   */
  public static CampaignPlan parse(String[] args, Set<String> others) {
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
        default -> {
          if (!others.contains(args[i])) {
            throw new IllegalArgumentException("unknown: " + args[i] + "; see --help");
          }
        }
      }
    }
    return new CampaignPlan(budget, kills, seed, repeat);
  }

  /**
   * Runs at least one seed; gives whether nothing was wrong. What was wrong is said.
   *
   * @param episode runs a seed, gives what went wrong
   * @param killed how many there were so far
   * @param command that runs such seeds again
   */
  public boolean run(
      LongFunction<@Nullable String> episode,
      IntSupplier killed,
      String command,
      Consumer<String> out) {
    long begin = System.nanoTime();
    long next = seed;
    do {
      String failure = episode.apply(next);
      if (failure != null) {
        out.accept(failure);
        // Last, since what is long is read from its end.
        out.accept("seed " + next + " FAILED: " + failure.lines().findFirst().orElse(""));
        out.accept("again: " + command + " --seed " + next + " --repeat");
        return false;
      }
      next += repeat ? 0 : 1;
    } while (System.nanoTime() - begin < budget.toNanos() && killed.getAsInt() < kills);
    return true;
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
