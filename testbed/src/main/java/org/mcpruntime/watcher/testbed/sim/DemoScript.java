package org.mcpruntime.watcher.testbed.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first hour of the demo. In its first 20 minutes three servers get into trouble, and much
 * happens that must alarm nobody.
 */
final class DemoScript {
  private static final String ACME = "mcp-team-acme";
  private static final String PAY = "mcp-team-pay";
  private static final String DATA = "mcp-team-data";
  private static final String SERVERS = "mcp-servers";
  private static final String SMOKE = "doctor-smoke-482913";

  private DemoScript() {}

  static List<Act> acts() {
    List<Act> acts = new ArrayList<>(DemoPast.acts());
    trouble(acts);
    harmless(acts);
    afterwards(acts);
    return acts;
  }

  private static void trouble(List<Act> acts) {
    at(
        acts,
        "PT2M17S",
        on -> on.begin(
            "demo-docs-search",
            CauseKind.INGRESS_NOT_PUBLISHED,
            SERVERS,
            "docs-search",
            "",
            List.of(Interventions.server(SERVERS, "docs-search")),
            List.of()));
    at(acts, "PT2M30S", on -> {
      String image = "registry.local/acme/jira-tools:1.5.0";
      on.begin(
          "demo-jira-tools",
          CauseKind.PULL_DENIED,
          ACME,
          "jira-tools",
          image,
          List.of(
              Interventions.deployment("pod-image-pull", ACME, "jira-tools"),
              Interventions.deployment("deployment-unavailable", ACME, "jira-tools"),
              Interventions.server(ACME, "jira-tools")),
          Interventions.aftermath(ACME, "jira-tools"));
      on.setImage(ACME, "jira-tools", image);
    });
    at(acts, "PT12M25S", on -> {
      on.begin(
          "demo-ledger-tools",
          CauseKind.QUOTA,
          PAY,
          "ledger-tools",
          "",
          List.of(
              Interventions.deployment("deployment-unavailable", PAY, "ledger-tools"),
              Interventions.server(PAY, "ledger-tools")),
          List.of());
      on.setQuota(PAY, "team", "pods", Integer.toString(on.pods(PAY)));
      on.scale(PAY, "ledger-tools", 3);
    });
  }

  private static void harmless(List<Act> acts) {
    at(acts, "PT58S", on -> on.grant(ACME, "crm-interns", "crm", "h-5177", "agent-intern"));
    at(acts, "PT1M21S", on -> on.session(ACME, "crm-s2", "crm", "h-5177", "agent-intern"));
    at(
        acts,
        "PT4M10S",
        on -> on.setImage(SERVERS, "weather", "registry.local/public/weather:1.2.1"));
    at(acts, "PT6M", on -> {
      String image = "registry.local/pay/invoices:1.8.4";
      on.begin(
          "demo-invoices-pull",
          CauseKind.REGISTRY_UNREACHABLE,
          PAY,
          "invoices",
          image,
          List.of(),
          List.of());
      on.setImage(PAY, "invoices", image);
    });
    at(acts, "PT6M10S", on -> on.repair("demo-invoices-pull"));
    at(acts, "PT7M30S", on -> on.scale(SERVERS, "weather", 3));
    at(acts, "PT8M", on -> {
      on.begin("demo-doctor-smoke", CauseKind.NOT_READY, SERVERS, SMOKE, "", List.of(), List.of());
      on.deployServer(SERVERS, SMOKE, "registry.k8s.io/pause:3.9", 1);
    });
    at(acts, "PT8M6S", on -> on.apply(probePod()));
    at(acts, "PT8M25S", on -> on.delete(ResourceTypes.POD, "registry", Json.name(probePod())));
    at(acts, "PT9M", on -> on.runJob("mcp-sentinel", "clickhouse-backup"));
    at(acts, "PT10M30S", on -> on.scale(SERVERS, "weather", 2));
    at(acts, "PT10M41S", on -> on.delete(ResourceTypes.MCP_SERVER, SERVERS, SMOKE));
    at(acts, "PT11M20S", on -> on.repair("demo-doctor-smoke"));
    at(
        acts,
        "PT14M5S",
        on -> on.setImage(DATA, "warehouse", "registry.local/data/warehouse:5.1.1"));
    at(acts, "PT16M12S", on -> on.delete(ResourceTypes.MCP_AGENT_SESSION, ACME, "crm-s2"));
  }

  /** As the doctor's probes: no owner, not restarted. */
  private static ObjectNode probePod() {
    return Json.yaml("""
        apiVersion: v1
        kind: Pod
        metadata:
          name: mcp-runtime-doctor-curl-1764000000123456789
          namespace: registry
          labels: {run: mcp-runtime-doctor-curl}
        spec:
          restartPolicy: Never
          serviceAccountName: default
          containers:
          - name: curl
            image: curlimages/curl:8.7.1
            args: [-sS, --max-time, "15", "http://registry.registry.svc.cluster.local:5000/v2/"]
        """);
  }

  private static void afterwards(List<Act> acts) {
    at(
        acts,
        "PT24M",
        on -> on.setImage(ACME, "git-bridge", "registry.local/acme/git-bridge:3.0.1"));
    at(acts, "PT31M", on -> DemoSequel.crash(on, "demo-invoices-crash", PAY, "invoices"));
    at(acts, "PT37M", on -> on.repair("demo-invoices-crash"));
    at(acts, "PT39M", on -> on.runJob("mcp-sentinel", "clickhouse-backup"));
    at(acts, "PT40M", on -> on.repair("demo-jira-tools"));
    at(acts, "PT45M", on -> {
      on.setQuota(PAY, "team", "pods", "8");
      // Lifting a quota wakes nobody; a changed size does.
      on.scale(PAY, "ledger-tools", 2);
      on.repair("demo-ledger-tools");
    });
    at(acts, "PT50M", on -> on.repair("demo-docs-search"));
  }

  private static void at(List<Act> acts, String time, Consumer<Interventions> what) {
    acts.add(new Act(Duration.parse(time), what));
  }
}
