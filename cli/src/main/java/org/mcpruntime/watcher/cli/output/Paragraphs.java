package org.mcpruntime.watcher.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Running text in lines that fit. */
public final class Paragraphs {

  private Paragraphs() {}

  /**
   * Breaks at spaces, and within a word that is longer than a line; blank lines in {@code text} stay.
   *
   * @param indent put before every line but the first of a paragraph
   */
  public static List<String> wrap(String text, int width, String indent) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.strip().split("\\n", -1)) {
      // What stands before the first word is kept: it lines up with the indent.
      String stripped = paragraph.stripLeading();
      StringBuilder line =
          new StringBuilder(paragraph.substring(0, paragraph.length() - stripped.length()));
      boolean first = true;
      for (String word : stripped.split(" ", -1)) {
        if (!first && line.length() + 1 + word.length() > width && !line.isEmpty()) {
          lines.add(line.toString().stripTrailing());
          line.setLength(0);
          line.append(indent).append(word);
        } else {
          line.append(first ? "" : " ").append(word);
        }
        while (line.length() > width && width > indent.length()) {
          lines.add(line.substring(0, width));
          line.replace(0, width, indent);
        }
        first = false;
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
