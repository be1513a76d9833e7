package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.FactsView;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** The operator of MCP Runtime, as far as its Deployment tells about it. */
record Operator(@Nullable DeploymentFacts deployment) {

  static final ObjectRef REF =
      Kinds.DEPLOYMENT.object("mcp-runtime", "mcp-runtime-operator-controller-manager");

  /** Incidents about the operator that would explain why it does nothing. */
  static final List<Cause> CAUSES = PodFailures.workloadCauses(REF);

  /**
   * Read aside: otherwise every change of its Deployment would have every server judged again. A new mode restarts it, and
   * then it writes every status anew.
   */
  static Operator of(FactsView view) {
    return new Operator(view.get(REF, DeploymentFacts.class).orElse(null));
  }

  /** What it demands of an Ingress: any rules (permissive) or an address (not); empty when we cannot see it. */
  Optional<Boolean> permissive() {
    if (deployment == null) {
      return Optional.empty();
    }
    String mode = deployment.ingressReadiness();
    return Optional.of(mode != null && mode.strip().toLowerCase(Locale.ROOT).equals("permissive"));
  }

  /** Whether it could work: {@code operator 2 of 2 available}. */
  String words() {
    return deployment == null
        ? "the operator is not seen"
        : "operator " + deployment.available() + " of " + deployment.desired() + " available";
  }
}
