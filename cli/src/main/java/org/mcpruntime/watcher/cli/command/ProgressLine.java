package org.mcpruntime.watcher.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.correlator.replay.Progress;

/**
 * How far a reading has come, in one line that is rewritten in place; nothing where no person looks. The bar is filled by the
 * time that the log tells, from the first record that was read to the end.
 */
final class ProgressLine implements Progress, AutoCloseable {

  private static final int BAR = 20;

  /** Often enough to be alive, seldom enough to cost nothing. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final CommandContext context;
  private Instant started;
  private Instant told = Instant.EPOCH;
  private long begin = Long.MAX_VALUE;
  private long before;
  private boolean shown;

  ProgressLine(CommandContext context) {
    this.context = context;
    this.started = now();
  }

  @Override
  public void read(long records, long time, long end) {
    Instant now = now();
    if (records < before) {
      // Another run over the same stretch.
      started = now;
      begin = time;
    }
    before = records;
    begin = Math.min(begin, time);
    if (!context.shell().errTerminal() || now.isBefore(told.plus(PAUSE))) {
      return;
    }
    told = now;
    shown = true;
    context.shell().err().print("\r" + line(records, time, end, now) + "\u001b[K");
    context.shell().err().flush();
  }

  private String line(long records, long time, long end, Instant now) {
    double part = end <= begin ? 1 : Math.min(1, (double) (time - begin) / (end - begin));
    int full = (int) (BAR * part);
    Duration took = Duration.between(started, now);
    String left = part < 0.05
        ? ""
        : " · " + Times.age(Duration.ofMillis((long) (took.toMillis() * (1 - part) / part)))
            + " left";
    return String.format(
        Locale.ROOT,
        "%s%s %3d%% · %s · %,d records%s",
        "█".repeat(full),
        "░".repeat(BAR - full),
        (int) (100 * part),
        context.times().time(Instant.ofEpochMilli(time), now),
        records,
        left);
  }

  private Instant now() {
    return context.shell().clock().instant();
  }

  @Override
  public void close() {
    if (shown) {
      shown = false;
      context.shell().err().print("\r\u001b[K");
      context.shell().err().flush();
    }
  }
}
