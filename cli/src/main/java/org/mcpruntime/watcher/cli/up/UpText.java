package org.mcpruntime.watcher.cli.up;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.Version;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.EffectiveRules;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.incident.IncidentLine;
import org.mcpruntime.watcher.cli.incident.StatusLine;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;
import org.mcpruntime.watcher.correlator.streams.LifeProgress;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** The words of {@code up}. */
final class UpText {

  /**
   * The line at the bottom.
   *
   * @param telling what makes the line worth repeating where it cannot be rewritten
   */
  record Status(String line, String telling) {}

  private final Shell shell;
  private final Palette palette;
  private final Times times;

  UpText(Shell shell, Palette palette) {
    this.shell = shell;
    this.palette = palette;
    this.times = new Times(shell.zone());
  }

  String banner(UpPlan plan) {
    String program = "Cluster Watcher " + Version.NUMBER + " · ";
    if (plan.target().isEmpty()) {
      return program + "simulated MCP Runtime cluster \"" + plan.cluster() + "\": "
          + DemoCluster.DESCRIPTION;
    }
    KubeTarget target = plan.target().get();
    return program + "context " + target.context() + " · " + target.server() + " · read-only";
  }

  String collected(CollectorStatus status) {
    long kinds = status.kinds().stream()
        .filter(kind -> kind.state() == CoverageState.SYNCED)
        .count();
    return String.format(Locale.ROOT, "%d kinds, %,d objects", kinds, status.objects());
  }

  /** {@code restoring 45 %} or {@code coming to life 45 %}; empty when it is doing neither. */
  String preparing(CorrelatorStatus status) {
    CorrelatorStatus.Restore restore = status.restore();
    if (restore.left() > 0) {
      return "restoring " + percent(restore.left(), restore.total());
    }
    long left = 0;
    long total = 0;
    for (LifeProgress life : status.comingToLife().values()) {
      left += life.left();
      total += life.total();
    }
    return left == 0 ? "" : "coming to life " + percent(left, total);
  }

  private static String percent(long left, long total) {
    return (total - left) * 100 / total + " %";
  }

  String rules(Config config) {
    Rules effective = EffectiveRules.of(config);
    boolean standard = effective.equals(Rules.standard(Catalog.all()));
    return effective.checks().size() + " checks, " + (standard ? "default holds" : "changed holds");
  }

  String played(Duration played, Duration length, int open) {
    return played.toMinutes() + " of " + Math.max(1, length.toMinutes()) + " min, " + open
        + " open";
  }

  String history(Duration length, Duration took) {
    long speed = Math.round(length.toMillis() / (double) Math.max(1, took.toMillis()));
    return "last " + Math.round(length.toSeconds() / 60.0) + " min at " + speed + "×";
  }

  /** {@code resumed 3 open, 0 new}. */
  String resumed(List<Incident> before, List<Incident> now) {
    Set<String> known =
        before.stream().map(Incident::getId).collect(Collectors.toCollection(HashSet::new));
    long fresh =
        now.stream().filter(incident -> !known.contains(incident.getId())).count();
    return "resumed " + (now.size() - fresh) + " open, " + fresh + " new";
  }

  String event(Incident incident) {
    return IncidentLine.of(
        incident, times, palette, shell.width(), shell.clock().instant());
  }

  String next(UpPlan plan) {
    return "Next, in another terminal:  ./cluster-watcher incidents  |  ./cluster-watcher doctor"
        + (plan.isDemo() ? " --demo" : "");
  }

  Status status(int open, @Nullable WatcherStatus status, CollectorStatus collector) {
    Instant now = shell.clock().instant();
    List<String> parts = new ArrayList<>(List.of("live", open + " open"));
    parts.addAll(StatusLine.evaluated(status, times, now));
    String phase =
        collector.isReady() ? "" : "collector " + collector.phase().name().toLowerCase(Locale.ROOT);
    if (!phase.isEmpty()) {
      parts.add(phase + (collector.reason() == null ? "" : ": " + collector.reason()));
    }
    String kinds = status == null ? "" : status.getKindsSeen() + "/" + status.getKindsTotal();
    return new Status(String.join(" · ", parts), open + " " + kinds + " " + phase);
  }

  String stopped(Duration took) {
    return String.format(Locale.ROOT, "stopped in %.1fs", took.toMillis() / 1000.0);
  }
}
