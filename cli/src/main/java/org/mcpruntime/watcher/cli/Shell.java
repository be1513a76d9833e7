package org.mcpruntime.watcher.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.mcpruntime.watcher.cli.output.Palette;

/**
 * What a command sees of the world: the only place where the process is asked for its environment, zone and clock.
 *
 * @param out data
 * @param err progress and problems
 * @param outTerminal whether a person sees {@code out} directly
 * @param errTerminal whether a person sees {@code err} directly; only then lines are rewritten in place
 * @param width columns of the terminal
 * @param program how the user calls this program, for commands that are there to be copied
 */
public record Shell(
    PrintWriter out,
    PrintWriter err,
    InputStream in,
    boolean outTerminal,
    boolean errTerminal,
    int width,
    Map<String, String> environment,
    Path directory,
    Path home,
    Clock clock,
    ZoneId zone,
    String program) {

  /** Lines are never laid out wider than this. */
  public static final int MAX_WIDTH = 100;

  /** What it is called when nobody says how. */
  public static final String PROGRAM = "cluster-watcher";

  /** Set by the launcher, which can ask the terminal; without it nothing is taken for a terminal. */
  static Shell ofProcess() {
    return new Shell(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        System.in,
        Boolean.getBoolean("watcher.stdout.terminal"),
        Boolean.getBoolean("watcher.stderr.terminal"),
        Math.max(60, Math.min(MAX_WIDTH, Integer.getInteger("watcher.columns", MAX_WIDTH))),
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home", ".")),
        Clock.systemUTC(),
        ZoneId.systemDefault(),
        System.getProperty("watcher.program", PROGRAM));
  }

  /** Says nothing, has no environment and no terminal. */
  public static Shell silent(Path directory) {
    return new Shell(
        new PrintWriter(Writer.nullWriter()),
        new PrintWriter(Writer.nullWriter()),
        InputStream.nullInputStream(),
        false,
        false,
        MAX_WIDTH,
        Map.of(),
        directory,
        directory,
        Clock.systemUTC(),
        ZoneOffset.UTC,
        PROGRAM);
  }

  public Palette outPalette(boolean noColor) {
    return Palette.of(outTerminal && !noColor && !refusesColor());
  }

  public Palette errPalette(boolean noColor) {
    return Palette.of(errTerminal && !noColor && !refusesColor());
  }

  private boolean refusesColor() {
    return !environment.getOrDefault("NO_COLOR", "").isEmpty()
        || "dumb".equals(environment.get("TERM"));
  }
}
