package org.mcpruntime.watcher.cli.command;

import java.time.Instant;
import java.util.Locale;
import org.mcpruntime.watcher.correlator.replay.Progress;

/** How far a reading has come, in one line that is rewritten in place; nothing where no person looks. */
final class ProgressLine implements Progress, AutoCloseable {

  private final CommandContext context;
  private boolean shown;

  ProgressLine(CommandContext context) {
    this.context = context;
  }

  @Override
  public void read(long records, long time, long end) {
    if (context.shell().errTerminal()) {
      shown = true;
      context
          .shell()
          .err()
          .print(String.format(
              Locale.ROOT,
              "\r%,d records read, up to %s\u001b[K",
              records,
              context.times().clock(Instant.ofEpochMilli(time))));
      context.shell().err().flush();
    }
  }

  @Override
  public void close() {
    if (shown) {
      context.shell().err().print("\r\u001b[K");
      context.shell().err().flush();
    }
  }
}
