package org.mcpruntime.watcher.cli;

import java.util.List;
import org.mcpruntime.watcher.cli.config.Problem;

/** Ends a command with exit code 2 and these lines: expected, and for a person to read. */
public final class CannotRun extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<String> lines;

  public CannotRun(String line) {
    this(List.of(line));
  }

  private CannotRun(List<String> lines) {
    super(String.join("\n", lines), null, false, false);
    this.lines = List.copyOf(lines);
  }

  public static CannotRun of(List<Problem> problems) {
    return new CannotRun(problems.stream().map(Problem::line).toList());
  }

  public static CannotRun ofLines(List<String> lines) {
    return new CannotRun(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
