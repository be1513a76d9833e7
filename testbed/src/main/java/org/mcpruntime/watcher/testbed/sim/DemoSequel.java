package org.mcpruntime.watcher.testbed.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;

/**
 * The demo after its first hour: every quarter of an hour something fails for some minutes and is
 * repaired, and something harmless happens. A subject fails again after an hour and a half at the
 * earliest, so that each trouble is an episode of its own.
 */
final class DemoSequel {
  private static final Duration BEGIN = Duration.ofMinutes(60);
  private static final Duration EPISODE = Duration.ofMinutes(15);
  private static final int ACTS = 5;

  private DemoSequel() {}

  /** The act of a number, from 0; there is always a next one. */
  static Optional<Act> act(int number) {
    int episode = number / ACTS;
    Duration base = BEGIN.plus(EPISODE.multipliedBy(episode));
    return Optional.of(
        switch (number % ACTS) {
          case 0 ->
            new Act(base.plusSeconds(40), on -> on.runJob("mcp-sentinel", "clickhouse-backup"));
          case 1 -> new Act(base.plusSeconds(95), on -> fail(on, episode));
          case 2 -> new Act(base.plusSeconds(95 + 390), on -> repair(on, episode));
          case 3 ->
            new Act(
                base.plusSeconds(700),
                on ->
                    on.setImage("mcp-team-acme", "crm", "registry.local/acme/crm:4.3." + episode));
          default ->
            new Act(
                base.plusSeconds(840),
                on -> on.grant(
                    "mcp-team-data",
                    "warehouse-guest-" + episode % 4,
                    "warehouse",
                    "h-" + (6000 + episode % 1000),
                    "agent-guest"));
        });
  }

  private static String id(int episode) {
    return "life-%06d".formatted(episode);
  }

  private static void fail(Interventions on, int episode) {
    String id = id(episode);
    switch (episode % 6) {
      case 0 -> {
        String image = "registry.local/acme/jira-tools:1.6." + episode;
        on.begin(
            id,
            CauseKind.PULL_DENIED,
            "mcp-team-acme",
            "jira-tools",
            image,
            List.of(
                Interventions.deployment("pod-image-pull", "mcp-team-acme", "jira-tools"),
                Interventions.deployment("deployment-unavailable", "mcp-team-acme", "jira-tools")),
            Interventions.aftermath("mcp-team-acme", "jira-tools"));
        on.setImage("mcp-team-acme", "jira-tools", image);
      }
      case 1 -> crash(on, id, "mcp-team-acme", "git-bridge");
      case 2 ->
        on.breakImage(
            id,
            CauseKind.IMAGE_MISSING,
            "mcp-servers",
            "weather",
            "registry.local/public/weather:1.3.0-rc" + episode);
      case 3 -> {
        on.begin(
            id,
            CauseKind.QUOTA,
            "mcp-team-pay",
            "ledger-tools",
            "",
            List.of(
                Interventions.deployment("deployment-unavailable", "mcp-team-pay", "ledger-tools")),
            List.of(Interventions.server("mcp-team-pay", "ledger-tools")));
        on.setQuota("mcp-team-pay", "team", "pods", Integer.toString(on.pods("mcp-team-pay")));
        on.scale("mcp-team-pay", "ledger-tools", 4);
      }
      case 4 -> fall(on, id, CauseKind.NOT_READY, "mcp-servers", "docs-search");
      default -> crash(on, id, "mcp-team-pay", "invoices");
    }
  }

  private static void repair(Interventions on, int episode) {
    if (episode % 6 == 2) {
      on.setImage("mcp-servers", "weather", "registry.local/public/weather:1.2.1");
    } else if (episode % 6 == 3) {
      on.setQuota("mcp-team-pay", "team", "pods", "8");
      on.scale("mcp-team-pay", "ledger-tools", 2);
    }
    on.repair(id(episode));
  }

  /** Makes the only replica of a server end soon after each start. */
  static void crash(Interventions on, String id, String namespace, String server) {
    fall(on, id, CauseKind.CRASH, namespace, server);
  }

  private static void fall(
      Interventions on, String id, CauseKind how, String namespace, String server) {
    on.begin(
        id,
        how,
        namespace,
        server,
        "",
        List.of(Interventions.deployment("deployment-unavailable", namespace, server)),
        Stream.concat(
                Stream.of(Interventions.deployment("pod-crash-loop", namespace, server)),
                Interventions.aftermath(namespace, server).stream())
            .toList());
  }
}
