package org.mcpruntime.watcher.cli.up;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.TextTable;

/**
 * What {@code up} shows: steps that tick off one at a time, lines of events, and below them one status line. On a
 * terminal the status line is rewritten in place; elsewhere it is a plain line, written when it says something new.
 * Thread-safe.
 */
final class LiveScreen {

  private static final String CLEAR = "\r\u001b[K";

  private final Shell shell;
  private final Palette palette;
  private String transientLine = "";
  private String lastPlainStatus = "";

  LiveScreen(Shell shell, Palette palette) {
    this.shell = shell;
    this.palette = palette;
  }

  /** A line of progress that stays. */
  synchronized void line(String text) {
    clear();
    shell.err().println(text);
    restore();
  }

  /** What is being waited for; replaced by the next step. Terminals only. */
  synchronized void waiting(String name, String detail) {
    replace(palette.dim("  … " + pad(name, 12) + detail));
  }

  /** {@code ✓ kafka 127.0.0.1:19092 2.7s}. */
  synchronized void step(String name, String detail, Duration took, String remark) {
    String seconds = String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0);
    String text =
        pad(name, 12) + pad(detail, 24) + " ".repeat(Math.max(1, 5 - seconds.length())) + seconds;
    transientLine = "";
    clear();
    shell
        .err()
        .println("  " + palette.good("✓") + " " + text + (remark.isEmpty() ? "" : "   " + remark));
    shell.err().flush();
  }

  /** An event: data, so it goes to standard output. */
  synchronized void event(String text) {
    clear();
    shell.err().flush();
    shell.out().println(text);
    shell.out().flush();
    restore();
  }

  /**
   * The line at the bottom.
   *
   * @param telling the part that is worth a new line where lines cannot be rewritten
   */
  synchronized void status(String text, String telling) {
    if (shell.errTerminal()) {
      replace(TextTable.cut(text, shell.width()));
    } else if (!telling.equals(lastPlainStatus)) {
      lastPlainStatus = telling;
      shell.err().println(text);
      shell.err().flush();
    }
  }

  /** Nothing is rewritten from here on. */
  synchronized void end(@Nullable String lastLine) {
    if (shell.errTerminal() && !transientLine.isEmpty()) {
      shell.err().println();
    }
    transientLine = "";
    if (lastLine != null) {
      shell.err().println(lastLine);
    }
    shell.err().flush();
  }

  private void replace(String text) {
    if (shell.errTerminal() && !text.equals(transientLine)) {
      transientLine = text;
      shell.err().print(CLEAR + text);
      shell.err().flush();
    }
  }

  private void clear() {
    if (shell.errTerminal()) {
      shell.err().print(CLEAR);
    }
  }

  private void restore() {
    if (shell.errTerminal() && !transientLine.isEmpty()) {
      shell.err().print(transientLine);
    }
    shell.err().flush();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
