package org.mcpruntime.watcher.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of which each begins with a label in a column of its own; what does not fit goes on beside it. */
public final class Labelled {

  private static final int LABEL = 10;

  private final int width;
  private final List<String> lines = new ArrayList<>();

  public Labelled(int width) {
    this.width = width;
  }

  /** Lines without a label, as they are. */
  public void add(List<String> others) {
    lines.addAll(others);
  }

  /** Nothing for an empty text. An empty label goes on with what stands above. */
  public void put(String label, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    String start = label + " ".repeat(Math.max(1, LABEL - label.length()));
    List<String> wrapped = Paragraphs.wrap(text, width - LABEL, "");
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add((i == 0 ? start : " ".repeat(LABEL)) + wrapped.get(i));
    }
  }

  /** One label for several texts. */
  public void putAll(String label, List<String> texts) {
    String at = label;
    for (String text : texts) {
      put(at, text);
      at = "";
    }
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }
}
