package org.mcpruntime.watcher.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.Preflight;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.output.Documents;
import org.mcpruntime.watcher.cli.output.TextTable;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.collector.publish.ClusterRemoval;
import org.mcpruntime.watcher.schemas.topics.ClusterNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The clusters whose history is in the topics. */
@Command(
    name = "clusters",
    header = "List the clusters in the topics, or forget one.",
    description = "Works on the `up` that runs here, or on the Kafka of the configuration.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cluster-watcher clusters list",
      "  cluster-watcher clusters forget old-stage --config prod.yaml"
    })
final class ClustersCommand {

  private final CommandContext context;

  ClustersCommand(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "list",
      header = "Tell which clusters are known, and which of them a collector watches now.",
      footerHeading = "%nExamples:%n",
      footer = {"  cluster-watcher clusters list", "  cluster-watcher clusters list -o json"})
  int list(@Mixin OutputOption output) {
    Connection connection = Target.of(context, null).connection();
    Preflight.requireTopics(
        connection,
        List.of(connection.topics().collectorState(), connection.topics().events()));
    List<ClusterRow> rows = ClusterRow.read(connection, context::leaveOut);
    Instant now = context.shell().clock().instant();
    Duration limit = context.config(Map.of()).get(Keys.STALE_AFTER);
    if (output.format.isDocument()) {
      ArrayNode document = JsonMapper.shared().createArrayNode();
      rows.forEach(row -> document.add(document(row, now, limit)));
      Documents.write(context.shell().out(), output.format, document);
      return ExitCode.FINE;
    }
    TextTable table =
        new TextTable(List.of("CLUSTER", "UID", "EPOCH", "TICK", "OBJECTS", "LAST", ""), List.of());
    for (ClusterRow row : rows) {
      table.row(
          row.leader().getCluster(),
          String.valueOf(row.leader().getClusterUid()),
          String.valueOf(row.leader().getEpoch()),
          String.valueOf(row.leader().getTick()),
          row.objects() == null ? "?" : String.valueOf(row.objects()),
          Times.age(Duration.between(row.lastTime(), now)) + " ago",
          row.isLive(now, limit) ? "live" : "stale");
    }
    context.print(
        rows.isEmpty()
            ? List.of("no cluster yet")
            : table.render(context.shell().width()));
    return ExitCode.FINE;
  }

  @Command(
      name = "forget",
      header = "End the history of a cluster that no collector watches any more.",
      description = "Writes FORGET, on which the correlator closes its incidents, and removes its "
          + "objects and positions from the tables. What is in the log stays until its retention "
          + "ends. Afterwards the name is free for another cluster.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  cluster-watcher clusters forget old-stage",
        "  cluster-watcher clusters forget old-stage --yes --config prod.yaml"
      })
  int forget(
      @Parameters(paramLabel = "CLUSTER", description = "Its name.") String cluster,
      @Option(names = "--yes", description = "Do not ask.") boolean yes)
      throws InterruptedException {
    if (!ClusterNames.isValid(cluster)) {
      throw new CannotRun("no name of a cluster: \"" + cluster + '"');
    }
    Connection connection = Target.of(context, cluster).connection();
    Preflight.requireTopics(
        connection,
        List.of(
            connection.topics().collectorState(),
            connection.topics().snapshots(),
            connection.topics().events()));
    try (Admin admin = Preflight.admin(connection)) {
      ClusterRemoval removal = new ClusterRemoval(
          cluster,
          connection.topics(),
          partitions(admin, connection),
          ServiceConfigs.clients(connection));
      Optional<String> leader = removal.leader(admin);
      if (leader.isPresent()) {
        throw new CannotRun("a collector watches " + cluster + " (" + leader.get()
            + "): stop it first; one that was killed is gone after 6 seconds");
      }
      if (!yes && !confirmed(cluster)) {
        context.print(List.of("nothing was changed"));
        return ExitCode.FINDINGS;
      }
      ClusterRemoval.Removed removed = removal.run(context.shell().clock().instant());
      return tell(cluster, removed);
    } catch (KafkaException e) {
      throw new CannotRun(
          "cannot write to " + connection.bootstrapServers() + ": " + e.getMessage());
    }
  }

  private int tell(String cluster, ClusterRemoval.Removed removed) {
    if (removed.sequence() == null && removed.rows() == 0) {
      throw new CannotRun("nothing is known of a cluster " + cluster);
    }
    context.print(List.of("forgot " + cluster + ": " + removed.rows() + " objects removed"
        + (removed.sequence() == null ? "" : ", FORGET is record " + removed.sequence())));
    return ExitCode.FINE;
  }

  /** As they are, whatever is configured here: `up` and another machine may differ. */
  private static int partitions(Admin admin, Connection connection) throws InterruptedException {
    String topic = connection.topics().collectorState();
    try {
      return Objects.requireNonNull(
              admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
          .get()
          .partitions()
          .size();
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  private boolean confirmed(String cluster) {
    context
        .shell()
        .err()
        .print("Forget " + cluster + " and close its incidents? Type its name to go on: ");
    context.shell().err().flush();
    try {
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(context.shell().in(), StandardCharsets.UTF_8));
      return cluster.equals(answers.readLine());
    } catch (IOException e) {
      return false;
    }
  }

  private static ObjectNode document(ClusterRow row, Instant now, Duration limit) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("cluster", row.leader().getCluster());
    node.put("uid", row.leader().getClusterUid());
    node.put("epoch", row.leader().getEpoch());
    node.put("sequence", row.leader().getSequence());
    node.put("tick", row.leader().getTick());
    node.put("objects", row.objects());
    node.put("lastTime", row.lastTime().toString());
    node.put("live", row.isLive(now, limit));
    return node;
  }
}
