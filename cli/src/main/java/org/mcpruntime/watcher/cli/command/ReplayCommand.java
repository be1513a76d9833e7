package org.mcpruntime.watcher.cli.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.EffectiveRules;
import org.mcpruntime.watcher.cli.config.RulesFile;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.Format;
import org.mcpruntime.watcher.cli.replay.BackTestText;
import org.mcpruntime.watcher.cli.replay.ReplayJson;
import org.mcpruntime.watcher.cli.replay.TimelineText;
import org.mcpruntime.watcher.cli.replay.VerificationText;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.replay.BackTest;
import org.mcpruntime.watcher.correlator.replay.Timeline;
import org.mcpruntime.watcher.correlator.replay.Verification;
import org.mcpruntime.watcher.correlator.replay.Verifier;
import org.mcpruntime.watcher.schemas.avro.Incident;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the incident engine over the log again, off line. */
@Command(
    name = "replay",
    header = "Run the log again: what was said, whether it was right, what other rules would say.",
    description = "Reads the log and writes nothing: no topic, no consumer group. Without --verify"
        + " it prints every incident record of the stretch; the table has the headlines, -o wide"
        + " all. A namespace filters what is shown, never what is evaluated.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher replay --from 02:00 --to 03:30",
      "  cluster-watcher replay --from -24h -n shop -o json",
      "  cluster-watcher replay --from -7d --verify",
      "  cluster-watcher replay --from -7d --rules rules.yaml --diff",
      "  cluster-watcher replay -f incident-7c1e09ab.zip --from 02:00 --verify",
      "",
      "A rules file holds what it changes, such as:",
      "  checks.pod-image-pull.hold: 5m",
      "  checks.deployment-unavailable.enabled: false",
      "",
      "Exit codes: 0 fine · 1 --verify found a difference · 2 could not run · 3 a part could not be"
          + " verified, or the log does not reach back far enough"
    })
final class ReplayCommand implements Callable<Integer> {

  private final CommandContext context;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "T",
      description = "Begin: 03:12, -30m or 2026-11-23T03:12:00Z.")
  String from = "";

  @Option(
      names = "--to",
      paramLabel = "T",
      description = "End, this time included (default: as far as the correlator has come).")
  @Nullable
  String to;

  @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Which one.")
  @Nullable
  String cluster;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "BUNDLE",
      description = "A bundle that `incidents export` wrote, instead of the topics.")
  @Nullable
  String file;

  @Mixin
  NamespaceOptions namespaces = new NamespaceOptions();

  @Option(
      names = "--verify",
      description = "Compare with what was published, record by record, by the rules of then.")
  boolean verify;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Other rules: durations, and checks that are enabled or not.")
  @Nullable
  Path rules;

  @Option(
      names = "--diff",
      description = "With --rules: what would be opened, closed, merged and newly silent.")
  boolean diff;

  @Mixin
  OutputOption output = new OutputOption();

  ReplayCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (diff && rules == null) {
      throw new CannotRun("--diff needs the other rules: --rules FILE");
    }
    if (verify && (diff || namespaces.namespace() != null)) {
      throw new CannotRun("--verify is about all that was published: leave --diff and -n away");
    }
    Config config = context.config(Map.of());
    EngineSettings now = ServiceConfigs.engine(config);
    Rules others = rules == null
        ? null
        : RulesFile.read(context.shell().directory().resolve(rules), EffectiveRules.of(config));
    Instant asOf = context.shell().clock().instant();
    Instant begin = context.moment(from, asOf);
    Instant wanted = to == null ? asOf : context.moment(to, asOf);
    context.requirePast(begin, asOf);
    context.requirePast(wanted, asOf);
    if (wanted.isBefore(begin)) {
      throw new CannotRun("--from " + words(begin, asOf) + " is after --to " + words(wanted, asOf));
    }
    try (ClusterHistory history = Histories.open(context, cluster, file);
        ProgressLine progress = new ProgressLine(context)) {
      if (history.evaluatedThrough() < 0) {
        throw new CannotRun(
            "nothing that the log holds of cluster " + history.cluster() + " is evaluated");
      }
      Instant evaluated = Instant.ofEpochMilli(history.evaluatedThrough());
      Instant end = to == null ? evaluated : wanted;
      if (end.isBefore(begin)) {
        throw new CannotRun("--from " + words(begin, asOf)
            + " is after all that is evaluated: the correlator has come to "
            + words(evaluated, asOf));
      }
      tellBegin(history, begin, asOf);
      Stretch stretch = new Stretch(history, now, begin, end, asOf, progress);
      int code = verify
          ? verified(stretch, others)
          : diff && others != null ? compared(stretch, others) : played(stretch, others);
      history.unreadableIncidents().forEach(context::leaveOut);
      return code;
    }
  }

  private String words(Instant time, Instant asOf) {
    return context.times().time(time, asOf);
  }

  private record Stretch(
      ClusterHistory history,
      EngineSettings settings,
      Instant from,
      Instant to,
      Instant asOf,
      ProgressLine progress) {}

  private int verified(Stretch stretch, @Nullable Rules others) {
    Verifier verifier = new Verifier(stretch.history, stretch.settings, Catalog.all());
    if (others != null) {
      verifier.pretending(withRules(stretch.settings, others).rules());
    }
    Verification verification =
        verifier.verify(stretch.from.toEpochMilli(), stretch.to.toEpochMilli(), stretch.progress);
    stretch.progress.close();
    if (output.format.isDocument()) {
      Documents.write(
          context.shell().out(),
          output.format,
          ReplayJson.verification(
              stretch.history.cluster(), stretch.from, stretch.to, verification));
    } else {
      context.print(new VerificationText(
              context.times(), context.out(), context.shell().width(), stretch.asOf)
          .render(verification));
    }
    if (!verification.identical()) {
      return ExitCode.FINDINGS;
    }
    return verification.notCompared().isEmpty() ? ExitCode.FINE : ExitCode.BLIND;
  }

  private int compared(Stretch stretch, Rules others) {
    BackTest.Result result = new BackTest(stretch.history, stretch.settings)
        .compare(
            withRules(stretch.settings, others).rules(),
            stretch.from.toEpochMilli(),
            stretch.to.toEpochMilli(),
            stretch.progress);
    stretch.progress.close();
    List<BackTest.Change> changes = result.changes().stream()
        .filter(change -> namespaces.includes(change.namespace()))
        .toList();
    if (output.format.isDocument()) {
      Documents.write(
          context.shell().out(),
          output.format,
          ReplayJson.backTest(
              stretch.history.cluster(), stretch.from, stretch.to, result, changes));
    } else {
      context.print(BackTestText.render(
          result, changes, output.format == Format.WIDE, context.shell().width()));
    }
    return exitCode(stretch, result.played());
  }

  private int played(Stretch stretch, @Nullable Rules others) {
    List<Incident> told = new ArrayList<>();
    TimelineText text = new TimelineText(
        output.format == Format.WIDE,
        context.times(),
        context.out(),
        context.shell().width(),
        stretch.asOf);
    Timeline timeline = new Timeline(
        stretch.history, others == null ? stretch.settings : withRules(stretch.settings, others));
    Consumer<Incident> take = incident -> {
      boolean asked = namespaces.includes(incident.getNamespace());
      text.take(incident, asked);
      if (asked) {
        told.add(incident);
      }
    };
    long begin = stretch.from.toEpochMilli();
    long last = stretch.to.toEpochMilli();
    Timeline.Played played = others == null
        ? timeline.playAsTold(Catalog.all(), begin, last, take, stretch.progress)
        : timeline.play(begin, last, take, stretch.progress);
    stretch.progress.close();
    if (output.format.isDocument()) {
      Documents.write(
          context.shell().out(),
          output.format,
          ReplayJson.timeline(stretch.history.cluster(), stretch.from, stretch.to, played, told));
    } else {
      Instant end = Instant.ofEpochMilli(Math.min(stretch.to.toEpochMilli(), played.lastEvent()));
      context.print(text.render(played.lastEvent() < 0 ? stretch.to : end, played.events()));
    }
    return exitCode(stretch, played);
  }

  private int exitCode(Stretch stretch, Timeline.Played played) {
    played
        .otherRules()
        .forEach(each -> remark("From "
            + words(Instant.ofEpochMilli(each.from()), stretch.asOf) + " to "
            + words(Instant.ofEpochMilli(each.to()), stretch.asOf)
            + " by the rules of now, since those of then cannot be had: " + each.why() + "."));
    if (played.trueFrom() <= stretch.from.toEpochMilli()) {
      return ExitCode.FINE;
    }
    remark(
        played.trueFrom() == Long.MAX_VALUE
            ? "The log has no TICK from which all is known; what is shown may lack something."
            : "The log does not reach back far enough: before "
                + words(Instant.ofEpochMilli(played.trueFrom()), stretch.asOf)
                + " something may be missing.");
    return ExitCode.BLIND;
  }

  /** A stretch that begins before the log is not longer for that. */
  private void tellBegin(ClusterHistory history, Instant begin, Instant asOf) {
    Iterator<LogRecord> records = history.events(history.beginOffset());
    Instant first = records.hasNext() ? Instant.ofEpochMilli(records.next().timestamp()) : begin;
    if (first.isAfter(begin)) {
      remark("The log of cluster " + history.cluster() + " begins at " + words(first, asOf) + " "
          + context.times().zoneName(first) + ".");
    }
  }

  private void remark(String line) {
    context.shell().err().println(line);
    context.shell().err().flush();
  }

  private static EngineSettings withRules(EngineSettings settings, Rules others) {
    try {
      return settings.withRules(others);
    } catch (IllegalArgumentException e) {
      throw new CannotRun("--rules: " + e.getMessage());
    }
  }
}
