package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Missing;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ConditionFacts;
import org.mcpruntime.watcher.checks.facts.ConfigMapFacts;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.IngressFacts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.McpServerFacts;
import org.mcpruntime.watcher.checks.facts.McpServerFacts.Part;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.ServiceFacts;

/**
 * Looks behind the booleans of a server's status: which required parts are missing, and why. The status itself tells
 * neither. What the operator looks at for each part is described in docs/checks/mcpserver-not-ready.md.
 */
final class McpServerParts {

  private static final List<Part> ORDER =
      List.of(Part.DEPLOYMENT, Part.CANARY, Part.POLICY, Part.SERVICE, Part.INGRESS, Part.GATEWAY);

  private static final String CANARY = "-canary";

  private static final List<String> ASK_OPERATOR = List.of(
      "Read the operator's log: `kubectl logs -n mcp-runtime deploy/" + Operator.REF.name() + "`.");

  private final McpServerFacts server;
  private final View view;
  private final Duration start;
  private final Duration stalled;

  McpServerParts(McpServerFacts server, View view, Duration start, Duration stalled) {
    this.server = server;
    this.view = view;
    this.start = start;
    this.stalled = stalled;
  }

  /** Kinds without which it cannot be said whether pods fail or a rollout moves. */
  List<Missing> unseen() {
    List<Part> missing = missingParts();
    boolean workload = missing.contains(Part.DEPLOYMENT) || missing.contains(Part.CANARY);
    return workload && !view.sight(Kinds.DEPLOYMENT).seen()
        ? List.of(new Missing.UnseenKind(Kinds.DEPLOYMENT, view.sight(Kinds.DEPLOYMENT)))
        : List.of();
  }

  /**
   * What is missing, what matters most first. Status and children are written one after the other, so the children
   * decide where both speak: in a crash loop the two would otherwise tell another story every few seconds.
   */
  List<MissingPart> missing() {
    List<MissingPart> missing = new ArrayList<>();
    for (Part part : missingParts()) {
      switch (part) {
        case DEPLOYMENT -> missing.add(workload("", "DeploymentNotReady", "pods not ready"));
        case CANARY -> missing.add(workload(CANARY, "CanaryNotReady", "canary pods not ready"));
        case POLICY -> missing.add(policy());
        case SERVICE -> missing.add(service());
        case INGRESS -> missing.add(server.authMode().equals("mtls") ? mtlsRoute() : ingress());
        // A container of the same pods; the operator counts it exactly as the Deployment.
        case GATEWAY ->
          missing.add(unnoticed("GatewayNotReady", "gateway not ready", "its pods are ready"));
      }
    }
    boolean found = missing.stream().anyMatch(part -> !part.unnoticed());
    return missing.stream().filter(part -> !found || !part.unnoticed()).toList();
  }

  /** In the order of {@link #ORDER}. */
  private List<Part> missingParts() {
    List<Part> required = server.requiredParts();
    return ORDER.stream()
        .filter(required::contains)
        .filter(part -> !server.readyParts().contains(part) || lacksPods(part))
        .toList();
  }

  private boolean lacksPods(Part part) {
    if (part != Part.DEPLOYMENT && part != Part.CANARY) {
      return false;
    }
    return view.get(
            child(Kinds.DEPLOYMENT, part == Part.CANARY ? CANARY : ""), DeploymentFacts.class)
        .filter(deployment -> deployment.ready() < deployment.desired())
        .isPresent();
  }

  private MissingPart workload(String suffix, String reason, String words) {
    ObjectRef ref = child(Kinds.DEPLOYMENT, suffix);
    Optional<DeploymentFacts> found = view.get(ref, DeploymentFacts.class);
    if (found.isEmpty()) {
      return absent(reason, words, ref);
    }
    DeploymentFacts deployment = found.get();
    String counts = "Deployment " + ref.name() + " has " + deployment.ready() + " of "
        + deployment.desired() + " pods ready";
    Evidence evidence =
        new Evidence(ref, "status.readyReplicas", String.valueOf(deployment.ready()));
    Rollout rollout = new Rollout(deployment);
    Instant movesUntil =
        rollout.outdated() ? Instant.MAX : rollout.movesUntil(view.asOf(), start, stalled);
    if (movesUntil == null && deployment.ready() >= deployment.desired()) {
      return unnoticed(reason, words, counts).with(evidence);
    }
    String detail = rollout
        .replicaFailure()
        .or(rollout::deadlineExceeded)
        .map(ConditionFacts::message)
        .map(message -> ": " + message)
        .orElse("");
    return new MissingPart(
        reason,
        words,
        words,
        counts + (movesUntil == null ? detail : ", a rollout moves"),
        Severity.INFO,
        List.of(
            "Look at the pods of Deployment " + ref.name() + ": `kubectl get pods -n "
                + ref.namespace() + " -l app=" + server.ref().name() + "`.",
            "Change MCPServer " + server.ref().name()
                + ", never the Deployment: the operator reverts that."),
        List.of(evidence),
        PodFailures.workloadCauses(ref),
        movesUntil,
        false);
  }

  private MissingPart policy() {
    ObjectRef ref = child(Kinds.CONFIG_MAP, ConfigMapFacts.POLICY_SUFFIX);
    Optional<ConfigMapFacts> found = view.get(ref, ConfigMapFacts.class);
    if (found.isEmpty()) {
      return absent("PolicyNotReady", "gateway policy missing", ref);
    }
    boolean hasKey = found.get().keys().contains(ConfigMapFacts.POLICY_KEY);
    return hasKey
        ? unnoticed(
            "PolicyNotReady", "gateway policy not ready", "ConfigMap " + ref.name() + " is there")
        : MissingPart.of(
            "PolicyNotReady",
            "gateway policy missing",
            "ConfigMap " + ref.name()
                + (found.get().meta().truncated()
                    ? " is too large to be read"
                    : " has no " + ConfigMapFacts.POLICY_KEY),
            Severity.WARNING,
            ASK_OPERATOR);
  }

  private MissingPart service() {
    ObjectRef ref = child(Kinds.SERVICE, "");
    Optional<ServiceFacts> found = view.get(ref, ServiceFacts.class);
    if (found.isEmpty()) {
      return absent("ServiceNotReady", "Service missing", ref);
    }
    return found.get().clusterIp().isEmpty()
        ? MissingPart.of(
            "ServiceNotReady",
            "Service without cluster IP",
            "Service " + ref.name() + " has no cluster IP",
            Severity.WARNING,
            List.of("Check the Events of Service " + ref.name()
                + " and the Service address range of the cluster."))
        : unnoticed(
            "ServiceNotReady",
            "Service not ready",
            "Service " + ref.name() + " has " + found.get().clusterIp());
  }

  private MissingPart ingress() {
    ObjectRef ref = child(Kinds.INGRESS, "");
    Optional<IngressFacts> found = view.get(ref, IngressFacts.class);
    if (found.isEmpty()) {
      return absent("IngressNotReady", "Ingress missing", ref);
    }
    IngressFacts ingress = found.get();
    Optional<Boolean> permissive = Operator.of(view).permissive();
    if (ingress.hasAddress() || (permissive.orElse(false) && ingress.rules() > 0)) {
      return unnoticed(
          "IngressNotReady", "ingress not ready", "Ingress " + ref.name() + " is fine");
    }
    String className = ingress.className().isEmpty() ? server.ingressClass() : ingress.className();
    String demand = permissive.isEmpty()
        ? "the operator demands one unless it runs permissive"
        : "the operator demands one (strict)";
    return new MissingPart(
        "IngressWithoutAddress",
        "no ingress address",
        "ingress only",
        "Ingress " + ref.name() + " of class " + className + " has no address, and " + demand,
        Severity.INFO,
        List.of(
            "If traffic arrives nevertheless (development, NodePort), set"
                + " MCP_INGRESS_READINESS_MODE=permissive on the operator.",
            "Otherwise have the controller of class " + className
                + " publish its address; the Traefik that MCP Runtime installs does not."),
        List.of(new Evidence(ref, "status.loadBalancer.ingress", "absent")),
        List.of(),
        null,
        false);
  }

  /** The operator waits for an IngressRouteTCP that it deletes itself. */
  private MissingPart mtlsRoute() {
    return new MissingPart(
        "MtlsRouteNotCounted",
        "mTLS route not counted",
        "the operator does not count its mTLS route",
        "with auth.mode mtls the operator waits for an IngressRouteTCP that it deletes itself:"
            + " a known defect of MCP Runtime, not of this server",
        Severity.INFO,
        List.of("Change nothing in this MCPServer; ask the platform's operators for a release of"
            + " MCP Runtime that corrects mTLS readiness."),
        List.of(new Evidence(server.ref(), "spec.auth.mode", server.authMode())),
        List.of(),
        null,
        false);
  }

  /** A child that is not there, or that we cannot see. */
  private MissingPart absent(String reason, String words, ObjectRef ref) {
    String name = ref.kind() + " " + ref.name();
    boolean seen = view.sight(ref.kindRef()).seen();
    return MissingPart.of(
            reason,
            words,
            seen
                ? name + " does not exist"
                : name + " cannot be seen (" + view.sight(ref.kindRef()).reason() + ")",
            Severity.WARNING,
            seen ? ASK_OPERATOR : List.of("Look at " + name + " with an account that may read it."))
        .with(new Evidence(ref, "metadata.name", seen ? "absent" : "not seen"));
  }

  /** The child is as it should be, and yet the status says otherwise. */
  private static MissingPart unnoticed(String reason, String words, String fine) {
    return new MissingPart(
        reason,
        words,
        words,
        fine + ", but the operator has not noticed",
        Severity.INFO,
        ASK_OPERATOR,
        List.of(),
        List.of(),
        null,
        true);
  }

  private ObjectRef child(KindRef kind, String suffix) {
    return kind.object(server.ref().namespace(), server.ref().name() + suffix);
  }
}
