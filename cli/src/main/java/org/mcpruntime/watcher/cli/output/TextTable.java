package org.mcpruntime.watcher.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Left-aligned columns, two spaces between them, the last one not padded. When a row would be wider than allowed the
 * columns that may shrink are cut with an ellipsis, one after the other.
 */
public final class TextTable {

  private static final int GAP = 2;

  /** A column is not cut below this: less tells nothing. */
  private static final int LEAST = 12;

  private record Row(List<String> cells, UnaryOperator<String> paint, int painted) {}

  private final List<String> headers;
  private final List<Integer> shrinkable;
  private final List<Object> lines = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param shrinkable indexes of columns that may be cut, the first choice first
   */
  public TextTable(List<String> headers, List<Integer> shrinkable) {
    this.headers = List.copyOf(headers);
    this.shrinkable = List.copyOf(shrinkable);
  }

  public TextTable row(String... cells) {
    return row(-1, UnaryOperator.identity(), cells);
  }

  /** A row whose cell {@code painted} gets a colour; padding is computed without it. */
  public TextTable row(int painted, UnaryOperator<String> paint, String... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + headers.size() + " columns");
    }
    lines.add(new Row(List.of(cells), paint, painted));
    return this;
  }

  /** A line of its own below the row before it. */
  public TextTable note(String text) {
    lines.add(text);
    return this;
  }

  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /**
   * A table without rows.
   *
   * @param width longest line; {@code Integer.MAX_VALUE} cuts nothing
   */
  public List<String> render(int width) {
    int[] widths = headers.stream().mapToInt(String::length).toArray();
    for (Object line : lines) {
      if (line instanceof Row row) {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], row.cells.get(i).length());
        }
      }
    }
    shrink(widths, width);
    List<String> rendered = new ArrayList<>();
    rendered.add(line(headers, widths, -1, UnaryOperator.identity()));
    for (Object line : lines) {
      if (line instanceof Row row) {
        rendered.add(line(row.cells, widths, row.painted, row.paint));
      } else {
        rendered.add(cut(line.toString(), width));
      }
    }
    return rendered;
  }

  private void shrink(int[] widths, int width) {
    int excess = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - width;
    for (int column : shrinkable) {
      int least = Math.min(widths[column], Math.max(LEAST, headers.get(column).length()));
      int cut = Math.max(0, Math.min(excess, widths[column] - least));
      widths[column] -= cut;
      excess -= cut;
    }
  }

  private static String line(
      List<String> cells, int[] widths, int painted, UnaryOperator<String> paint) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cut(cells.get(i), widths[i]);
      line.append(i == painted ? paint.apply(cell) : cell);
      if (i < widths.length - 1) {
        line.append(" ".repeat(widths[i] - cell.length() + GAP));
      }
    }
    return line.toString().stripTrailing();
  }

  /** {@code text} in at most {@code width} characters, with an ellipsis where something is missing. */
  public static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }
}
