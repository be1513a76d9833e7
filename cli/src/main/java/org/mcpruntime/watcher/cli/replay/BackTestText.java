package org.mcpruntime.watcher.cli.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mcpruntime.watcher.cli.output.Counted;
import org.mcpruntime.watcher.cli.output.TextTable;
import org.mcpruntime.watcher.correlator.replay.BackTest;
import org.mcpruntime.watcher.correlator.replay.BackTest.Change;
import org.mcpruntime.watcher.correlator.replay.BackTest.Outcome;

/** What other rules would have said, in words. */
public final class BackTestText {

  /** What belongs to no namespace. */
  static final String CLUSTER = "-";

  private BackTestText() {}

  /**
   * Lines to print: the counts, then each change.
   *
   * @param changes those to show
   */
  public static List<String> render(
      BackTest.Result result, List<Change> changes, boolean wide, int width) {
    List<String> lines = new ArrayList<>();
    lines.add(Counted.of(result.before(), "incident") + " with the rules of now, "
        + String.format(Locale.ROOT, "%,d with the others", result.after())
        + (changes.size() == result.changes().size() ? "" : ", in the whole cluster"));
    if (changes.isEmpty()) {
      lines.add("nothing would change");
      return lines;
    }
    lines.add("");
    List<String> headers = new ArrayList<>(List.of("NAMESPACE"));
    for (Outcome outcome : Outcome.values()) {
      headers.add(word(outcome).toUpperCase(Locale.ROOT));
    }
    TextTable counts = new TextTable(headers, List.of(0));
    counts(changes).forEach((namespace, byOutcome) -> {
      List<String> row = new ArrayList<>(List.of(namespace));
      for (Outcome outcome : Outcome.values()) {
        row.add(String.valueOf(byOutcome.getOrDefault(outcome, 0)));
      }
      counts.row(row.toArray(new String[0]));
    });
    lines.addAll(counts.render(width));
    lines.add("");
    TextTable table =
        new TextTable(List.of("OUTCOME", "NOW", "OTHERS", "INCIDENT KEY"), List.of(3));
    for (Change change : changes) {
      table.row(
          word(change.outcome()),
          String.valueOf(change.before().size()),
          String.valueOf(change.after().size()),
          change.key());
    }
    lines.addAll(table.render(wide ? Integer.MAX_VALUE : width));
    return lines;
  }

  /** How many incident keys meet each outcome, by namespace. */
  static Map<String, Map<Outcome, Integer>> counts(List<Change> changes) {
    Map<String, Map<Outcome, Integer>> counts = new TreeMap<>();
    for (Change change : changes) {
      String namespace = change.namespace().isEmpty() ? CLUSTER : change.namespace();
      counts
          .computeIfAbsent(namespace, name -> new EnumMap<>(Outcome.class))
          .merge(change.outcome(), 1, Integer::sum);
    }
    return counts;
  }

  static String word(Outcome outcome) {
    return switch (outcome) {
      case OPENED -> "opened";
      case CLOSED -> "closed";
      case STAYS_OPEN -> "stays open";
      case MERGED -> "merged";
      case SPLIT -> "split";
      case SILENT -> "newly silent";
    };
  }
}
