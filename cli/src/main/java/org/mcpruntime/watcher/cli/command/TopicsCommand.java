package org.mcpruntime.watcher.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.ConfigLoader;
import org.mcpruntime.watcher.cli.config.Durations;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.cli.config.ServiceKeys;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.connect.RunFile;
import org.mcpruntime.watcher.cli.connect.TopicPlan;
import org.mcpruntime.watcher.schemas.serde.RegistryClient;
import org.mcpruntime.watcher.schemas.topics.SequenceReport;
import org.mcpruntime.watcher.schemas.topics.SequenceVerifier;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicProblem;
import org.mcpruntime.watcher.schemas.topics.TopicSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates and verifies the topics; brokers do not make them by themselves. */
@Command(
    name = "topics",
    header = "Create the topics and schemas, or tell what differs from what they must be.",
    description = "Works on the `up` that runs here, or on the Kafka and registry of the "
        + "configuration. Topics that exist are never altered.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher topics create --config prod.yaml --dry-run",
      "  cluster-watcher topics verify --sequence"
    })
final class TopicsCommand {

  private final CommandContext context;

  TopicsCommand(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "create",
      header = "Create what is missing; exit code 1 when something still differs.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cluster-watcher topics create --config prod.yaml",
        "  cluster-watcher topics create --dry-run"
      })
  int create(
      @Option(names = "--dry-run", description = "Only say what would be made.") boolean dryRun) {
    Where where = where();
    if (dryRun) {
      List<TopicProblem> problems = where.plan().verify(where.connection());
      stopAtOutage(problems);
      where.plan().specs().stream()
          .filter(spec -> problems.contains(new TopicProblem.Missing(spec.name())))
          .forEach(spec -> context.print(List.of("would create " + describe(spec))));
      List<TopicProblem> others = problems.stream()
          .filter(problem -> !(problem instanceof TopicProblem.Missing)
              && !(problem instanceof TopicProblem.SchemaMissing)
              && !(problem instanceof TopicProblem.CompatibilityDiffers))
          .toList();
      return finish(where, others);
    }
    TopicAdmin.Creation creation = where.plan().create(where.connection());
    stopAtOutage(creation.problems());
    where.plan().specs().stream()
        .filter(spec -> creation.created().contains(spec.name()))
        .forEach(spec -> context.print(List.of("created " + describe(spec))));
    return finish(where, creation.problems());
  }

  @Command(
      name = "verify",
      header = "Tell what differs; exit code 1 when something does.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cluster-watcher topics verify",
        "  cluster-watcher topics verify --sequence --topic copy-of-events"
      })
  int verify(
      @Option(
              names = "--sequence",
              description = "Read the events too and count holes and repeats of their sequence.")
          boolean sequence,
      @Option(
              names = "--topic",
              paramLabel = "TOPIC",
              description = "With --sequence: read only this topic, and nothing else is verified.")
          @Nullable
          String topic) {
    if (topic != null && !sequence) {
      throw new CannotRun("--topic goes with --sequence");
    }
    Where where = where();
    int code = ExitCode.FINE;
    if (topic == null) {
      List<TopicProblem> problems = where.plan().verify(where.connection());
      stopAtOutage(problems);
      code = finish(where, problems);
      warnOfShortRetention(where.config());
    }
    if (sequence) {
      String events = topic == null ? where.connection().topics().events() : topic;
      Preflight.requireTopics(where.connection(), List.of(events));
      code = Math.max(code, sequence(where.connection(), events));
    }
    return code;
  }

  private int sequence(Connection connection, String topic) {
    SequenceReport report;
    try {
      report = new SequenceVerifier(connection.kafka(), RegistryClient.of(connection.registry()))
          .verify(topic, (records, done, total) -> progress(topic, records, done, total));
    } catch (KafkaException e) {
      throw new CannotRun(topic + ": cannot be read: " + e.getMessage());
    }
    if (context.shell().errTerminal()) {
      context.shell().err().print("\r\u001b[K");
      context.shell().err().flush();
    }
    List<String> lines = new ArrayList<>();
    for (SequenceReport.ClusterSequence cluster : report.clusters()) {
      lines.add(String.format(
          Locale.ROOT,
          "%s: cluster %s: %,d records, sequence %,d to %,d, %,d holes, %,d repeats%s%s%s",
          topic,
          cluster.cluster(),
          cluster.records(),
          cluster.first(),
          cluster.last(),
          cluster.holes(),
          cluster.repeats(),
          cluster.disorders() == 0 ? "" : ", " + cluster.disorders() + " out of order",
          cluster.badTimes() == 0 ? "" : ", " + cluster.badTimes() + " with a wrong time",
          cluster.misplaced() == 0 ? "" : ", " + cluster.misplaced() + " in a wrong partition"));
    }
    if (report.unreadable() > 0) {
      lines.add(topic + ": " + report.unreadable() + " records cannot be read");
    }
    if (report.clusters().isEmpty()) {
      lines.add(topic + ": 0 records, 0 holes, 0 repeats");
    }
    context.print(lines);
    return report.isSound() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private void progress(String topic, long records, long done, long total) {
    if (context.shell().errTerminal() && total > 0) {
      context
          .shell()
          .err()
          .print(String.format(
              Locale.ROOT,
              "\r\u001b[K  %s: %,d records, %d %%",
              topic,
              records,
              100 * done / total));
      context.shell().err().flush();
    }
  }

  private void warnOfShortRetention(Config config) {
    Duration least = config
        .get(ServiceKeys.SNAPSHOT_INTERVAL)
        .plus(config.get(ServiceKeys.HORIZON).multipliedBy(2));
    if (config.get(Keys.RETENTION_EVENTS).compareTo(least) < 0) {
      context
          .shell()
          .err()
          .println("warning: topics.retention.events holds less than one "
              + "collector.snapshot-interval and two times correlator.horizon ("
              + Durations.text(least)
              + "): a replay may not find its beginning");
      context.shell().err().flush();
    }
  }

  private int finish(Where where, List<TopicProblem> problems) {
    if (problems.isEmpty()) {
      TopicSpec first = where.plan().specs().get(0);
      context.print(List.of(where.plan().specs().size() + " topics with " + first.partitions()
          + " partitions, schemas and compatibility as they must be"));
      return ExitCode.FINE;
    }
    context.print(problems.stream().map(TopicProblem::text).toList());
    return ExitCode.FINDINGS;
  }

  private static void stopAtOutage(List<TopicProblem> problems) {
    List<String> outages = new ArrayList<>(new TreeSet<>(
        problems.stream().filter(TopicPlan::isOutage).map(TopicProblem::text).toList()));
    if (!outages.isEmpty()) {
      throw CannotRun.ofLines(outages);
    }
  }

  private static String describe(TopicSpec spec) {
    return spec.name() + ": " + spec.partitions() + " partitions, " + spec.replication()
        + (spec.replication() == 1 ? " replica, " : " replicas, ")
        + spec.config().get("cleanup.policy");
  }

  private record Where(Config config, Connection connection, TopicPlan plan) {}

  /** All problems of configuration and reach at once. */
  private Where where() {
    ConfigLoader.Loaded loaded = context.load(Map.of());
    Config config = loaded.config();
    List<Problem> problems = new ArrayList<>(loaded.problems());
    if (!config.isSet(Keys.BOOTSTRAP_SERVERS)) {
      if (!problems.isEmpty()) {
        throw CannotRun.of(problems);
      }
      RunFile run = Target.running(context, null);
      return new Where(config, run.connection(), TopicPlan.local(config));
    }
    Connection connection = Connection.of(config);
    problems.addAll(Preflight.kafka(connection));
    problems.addAll(Preflight.registry(connection));
    if (!problems.isEmpty()) {
      throw CannotRun.of(problems);
    }
    return new Where(config, connection, TopicPlan.of(config));
  }
}
