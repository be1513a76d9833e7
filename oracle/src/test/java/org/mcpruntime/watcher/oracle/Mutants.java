package org.mcpruntime.watcher.oracle;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** Whether the oracle notices defects of the engine. */
final class Mutants {

  private static final int SEEDS = 60;

  private Mutants() {}

  /** Prints a line for each mutant and their number; gives whether all were caught. */
  static boolean run(List<Mutant> mutants, Consumer<String> out) throws Exception {
    int caught = 0;
    for (Mutant mutant : mutants) {
      Long seed = caughtBy(MutantEngine.of(mutant));
      caught += seed == null ? 0 : 1;
      out.accept((seed == null ? "NOT CAUGHT" : "caught by seed " + seed) + ": " + mutant.name());
    }
    out.accept(caught + "/" + mutants.size() + " caught");
    return caught == mutants.size();
  }

  private static @Nullable Long caughtBy(
      BiFunction<List<Oracle.Entry>, IntPredicate, List<Incident>> engine) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      SeededHistory.History history = SeededHistory.of(seed);
      if (Agreement.difference(history, engine.apply(history.log(), record -> false)) != null) {
        return seed;
      }
    }
    return null;
  }
}
