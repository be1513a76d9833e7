package org.mcpruntime.watcher.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A command that is there to be copied into a shell. */
public final class ShellWords {

  private ShellWords() {}

  /** In one line. */
  public static String line(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  /**
   * In lines that fit where they can: shells read on behind a backslash.
   *
   * @param indent of the first line; the others stand deeper
   */
  public static List<String> lines(List<String> words, int width, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    boolean first = true;
    for (int i = 0; i < words.size(); i++) {
      // An option stays with its value.
      boolean pair = words.get(i).startsWith("-")
          && i + 1 < words.size()
          && !words.get(i + 1).startsWith("-");
      String part = quoted(words.get(i)) + (pair ? " " + quoted(words.get(++i)) : "");
      if (!first && line.length() + 1 + part.length() + " \\".length() > width) {
        lines.add(line + " \\");
        line.setLength(0);
        line.append(indent).append("  ").append(part);
      } else {
        line.append(first ? "" : " ").append(part);
      }
      first = false;
    }
    lines.add(line.toString());
    return lines;
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
