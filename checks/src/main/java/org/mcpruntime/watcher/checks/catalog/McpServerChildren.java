package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.catalog.MissingPart.Moving;
import org.mcpruntime.watcher.checks.catalog.MissingPart.NotReady;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.FindingDraft;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.check.Threshold;
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
 * Looks behind the booleans of a server's status, at the children that it has for each part: the status itself never tells
 * why. What the operator looks at is described in docs/checks/mcpserver-not-ready.md.
 */
record McpServerChildren(McpServerFacts server, View view) {

  private static final List<String> ASK_OPERATOR = List.of(
      "Read the operator's log: `kubectl logs -n mcp-runtime deploy/" + Operator.REF.name() + "`.");

  /** What is behind a part that is missing. */
  MissingPart behind(Part part) {
    return switch (part) {
      case DEPLOYMENT -> pods(part, "DeploymentNotReady", "pods not ready");
      case CANARY -> pods(part, "CanaryNotReady", "canary pods not ready");
      case POLICY -> policy();
      case SERVICE -> service();
      case INGRESS -> server.authMode().equals("mtls") ? mtlsRoute() : ingress();
      // A container of the same pods; the operator counts it exactly as the Deployment.
      case GATEWAY -> unnoticed("GatewayNotReady", "gateway not ready", "its pods are ready");
    };
  }

  /** The Deployment of a part that has pods. */
  Optional<DeploymentFacts> deployment(Part part) {
    return view.get(deploymentRef(part), DeploymentFacts.class);
  }

  private ObjectRef deploymentRef(Part part) {
    return child(Kinds.DEPLOYMENT, part == Part.CANARY ? "-canary" : "");
  }

  private MissingPart pods(Part part, String reason, String title) {
    ObjectRef ref = deploymentRef(part);
    Optional<DeploymentFacts> found = deployment(part);
    if (found.isEmpty()) {
      return absent(reason, title, ref);
    }
    DeploymentFacts deployment = found.get();
    String counts = "Deployment " + ref.name() + " has " + deployment.ready() + " of "
        + deployment.desired() + " pods ready";
    Rollout rollout = new Rollout(deployment);
    Optional<Rollout.Movement> movement = rollout.outdated()
        ? Optional.of(Rollout.Movement.UNTIL_A_CHANGE)
        : rollout.movement(
            view.asOf(),
            view.threshold(McpServerNotReady.START),
            view.threshold(McpServerNotReady.STALLED));
    if (movement.isPresent()) {
      return new Moving(movement.get().progressing(counts + ", a rollout moves"));
    }
    Evidence ready = new Evidence(ref, "status.readyReplicas", String.valueOf(deployment.ready()));
    if (deployment.ready() >= deployment.desired()) {
      return unnoticed(reason, title, counts, ready);
    }
    String detail = rollout
        .replicaFailure()
        .or(rollout::deadlineExceeded)
        .map(ConditionFacts::message)
        .map(message -> ": " + message)
        .orElse("");
    return notReady(draft(reason, title, counts + detail)
        .floor(Severity.INFO)
        .remedy(
            "Look at the pods of Deployment " + ref.name() + ": `kubectl get pods -n "
                + ref.namespace() + " -l app=" + server.ref().name() + "`.",
            "Change MCPServer " + server.ref().name()
                + ", never the Deployment: the operator reverts that.")
        .saw(List.of(ready))
        .explainedBy(PodFailures.workloadCauses(ref)));
  }

  private MissingPart policy() {
    ObjectRef ref = child(Kinds.CONFIG_MAP, ConfigMapFacts.POLICY_SUFFIX);
    Optional<ConfigMapFacts> found = view.get(ref, ConfigMapFacts.class);
    if (found.isEmpty()) {
      return absent("PolicyNotReady", "gateway policy missing", ref);
    }
    String name = "ConfigMap " + ref.name();
    if (found.get().keys().contains(ConfigMapFacts.POLICY_KEY)) {
      return unnoticed("PolicyNotReady", "gateway policy not ready", name + " is there");
    }
    String lacks = found.get().meta().truncated()
        ? " is too large to be read"
        : " has no " + ConfigMapFacts.POLICY_KEY;
    return notReady(
        draft("PolicyNotReady", "gateway policy missing", name + lacks).remedy(ASK_OPERATOR));
  }

  private MissingPart service() {
    ObjectRef ref = child(Kinds.SERVICE, "");
    Optional<ServiceFacts> found = view.get(ref, ServiceFacts.class);
    if (found.isEmpty()) {
      return absent("ServiceNotReady", "Service missing", ref);
    }
    String name = "Service " + ref.name();
    String address = found.get().clusterIp();
    return address.isEmpty()
        ? notReady(
            draft("ServiceNotReady", "Service without cluster IP", name + " has no cluster IP")
                .remedy("Check the Events of " + name
                    + " and the Service address range of the cluster."))
        : unnoticed("ServiceNotReady", "Service not ready", name + " has " + address);
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
    return notReady(draft(
                "IngressWithoutAddress",
                "ingress only",
                "Ingress " + ref.name() + " of class " + className + " has no address, and "
                    + demand)
            .floor(Severity.INFO)
            .remedy(
                "If traffic arrives nevertheless (development, NodePort), set"
                    + " MCP_INGRESS_READINESS_MODE=permissive on the operator.",
                "Otherwise have the controller of class " + className
                    + " publish its address; the Traefik that MCP Runtime installs does not.")
            .saw(ref, "status.loadBalancer.ingress", "absent"))
        .beside("no ingress address");
  }

  /** The operator waits for an IngressRouteTCP that it deletes itself. */
  private MissingPart mtlsRoute() {
    return notReady(draft(
                "MtlsRouteNotCounted",
                "the operator does not count its mTLS route",
                "with auth.mode mtls the operator waits for an IngressRouteTCP that it deletes itself:"
                    + " a known defect of MCP Runtime, not of this server")
            .floor(Severity.INFO)
            .remedy(
                "Change nothing in this MCPServer; ask the platform's operators for a release of"
                    + " MCP Runtime that corrects mTLS readiness.")
            .saw(server.ref(), "spec.auth.mode", server.authMode()))
        .beside("mTLS route not counted");
  }

  /** A child that is not there, or that we cannot see. */
  private MissingPart absent(String reason, String title, ObjectRef ref) {
    String name = ref.kind() + " " + ref.name();
    Sight sight = view.sight(ref.kindRef());
    return notReady(
        sight.seen()
            ? draft(reason, title, name + " does not exist")
                .remedy(ASK_OPERATOR)
                .saw(ref, "metadata.name", "absent")
            : draft(reason, title, name + " cannot be seen (" + sight.reason() + ")")
                .remedy("Look at " + name + " with an account that may read it.")
                .saw(ref, "metadata.name", "not seen"));
  }

  private static NotReady notReady(FindingDraft draft) {
    return new NotReady(draft.finding(), false);
  }

  /** The child is as it should be, and yet the status says otherwise. */
  private NotReady unnoticed(String reason, String title, String fine, Evidence... seen) {
    FindingDraft draft = draft(reason, title, fine + ", but the operator has not noticed")
        .floor(Severity.INFO)
        .remedy(ASK_OPERATOR)
        .saw(List.of(seen));
    return new NotReady(draft.finding(), true);
  }

  private FindingDraft draft(String reason, String title, String message) {
    return Finding.draft(reason, title, message, view.threshold(Threshold.HOLD));
  }

  private ObjectRef child(KindRef kind, String suffix) {
    return kind.object(server.ref().namespace(), server.ref().name() + suffix);
  }
}
