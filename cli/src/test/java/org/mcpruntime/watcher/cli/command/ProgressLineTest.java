package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.cli.Shell;

final class ProgressLineTest {

  private static final Instant BEGIN = Instant.parse("2026-11-23T02:00:00Z");

  private final StringWriter err = new StringWriter();
  private Instant now = Instant.parse("2026-11-23T09:00:00Z");

  @Test
  void fillsABarByTheTimeThatTheLogTells() {
    try (ProgressLine line = line(true)) {
      line.read(1_000, at(0), at(60));
      assertThat(last()).isEqualTo("░░░░░░░░░░░░░░░░░░░░   0% · 02:00:00 · 1,000 records");

      now = now.plusSeconds(10);
      line.read(15_000, at(15), at(60));
      assertThat(last())
          .isEqualTo("█████░░░░░░░░░░░░░░░  25% · 02:15:00 · 15,000 records · 30s left");

      now = now.plusMillis(1);
      line.read(16_000, at(16), at(60));
      assertThat(last()).as("too soon to be worth it").contains("02:15:00");

      now = now.plusSeconds(30);
      line.read(60_000, at(61), at(60));
      assertThat(last())
          .isEqualTo("████████████████████ 100% · 03:01:00 · 60,000 records · 0s left");
    }
    assertThat(err.toString()).endsWith("\r\u001b[K");
  }

  @Test
  void beginsAnewForAnotherRun() {
    try (ProgressLine line = line(true)) {
      line.read(1_000, at(0), at(60));
      now = now.plusSeconds(40);
      line.read(60_000, at(60), at(60));
      now = now.plusSeconds(1);
      line.read(1_000, at(0), at(60));
      assertThat(last()).contains("   0% · 02:00:00");
      now = now.plusSeconds(10);
      line.read(30_000, at(30), at(60));
      assertThat(last()).endsWith(" 50% · 02:30:00 · 30,000 records · 10s left");
    }
  }

  @Test
  void saysNothingWhereNobodyLooks() {
    try (ProgressLine line = line(false)) {
      line.read(1_000, at(0), at(60));
    }
    assertThat(err.toString()).isEmpty();
  }

  private static long at(int minutes) {
    return BEGIN.plus(Duration.ofMinutes(minutes)).toEpochMilli();
  }

  private String last() {
    String all = err.toString();
    return all.substring(all.lastIndexOf('\r') + 1).replace("\u001b[K", "");
  }

  private ProgressLine line(boolean terminal) {
    InstantSource source = () -> now;
    Shell shell = new Shell(
        new PrintWriter(new StringWriter()),
        new PrintWriter(err),
        InputStream.nullInputStream(),
        false,
        terminal,
        100,
        Map.of(),
        Path.of("."),
        Path.of("."),
        source.withZone(ZoneOffset.UTC),
        ZoneOffset.UTC,
        Shell.PROGRAM);
    return new ProgressLine(new CommandContext(shell, new GlobalOptions()));
  }
}
