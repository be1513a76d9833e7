package org.mcpruntime.watcher.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that a mistyped one most probably meant. */
public final class Nearest {

  private Nearest() {}

  /** {@code , did you mean prod?}, to stand behind the word; empty when nothing known is near enough to be worth naming. */
  public static String hint(String word, Collection<String> known) {
    return hint(among(word, known)
        .filter(candidate -> distance(word, candidate) <= Math.max(3, word.length() / 2)));
  }

  /** The same however far it is; empty when nothing is known. */
  public static String hintHoweverFar(String word, Collection<String> known) {
    return hint(among(word, known));
  }

  private static String hint(Optional<String> near) {
    return near.map(word -> ", did you mean " + word + "?").orElse("");
  }

  private static Optional<String> among(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
            .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein: how many letters must be put in, taken out or changed. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
