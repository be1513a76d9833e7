package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.mcpruntime.watcher.checks.check.Backends;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.EndpointSliceFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ServiceFacts;

/**
 * A Service has nobody who answers: its pods are not ready, or it selects none. Whoever calls it gets an error. An
 * endpoint that does not say whether it is ready counts as ready, as kube-proxy takes it. Explained by what fails in the
 * workloads that it selects. Not covered: a Service with some endpoints ready, a wrong port, and Services without a
 * selector, whose endpoints somebody else writes. See
 * https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/.
 */
public final class ServiceNoEndpoints implements Check<ServiceFacts> {

  public static final String ID = "service-no-endpoints";

  static final String NEW = "new";
  static final String UNMATCHED = "unmatched";
  static final String START = "start";
  static final String STALLED = "stalled";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "Service without endpoints",
      "Fires when none of the pods that a Service selects is ready, or when it selects none. Quiet when it selects only"
          + " workloads that are scaled to zero, while a rollout moves, and for Services whose endpoints are not pods or"
          + " need not be ready by design.",
      Kinds.SERVICE,
      List.of(
          Relation.referring(Kinds.ENDPOINT_SLICE, Link.SERVICE),
          Relation.meeting(Kinds.DEPLOYMENT, Link.LABEL),
          Relation.meeting(Kinds.STATEFUL_SET, Link.LABEL),
          Relation.meeting(Kinds.DAEMON_SET, Link.LABEL),
          Relation.aside(Kinds.NODE)),
      false,
      Duration.ofMinutes(2),
      Duration.ofSeconds(30),
      List.of(
          new Threshold(
              UNMATCHED, Duration.ofMinutes(5), "hold when a new Service selects no pod at all"),
          new Threshold(NEW, Duration.ofMinutes(10), "how old a Service may be to be new"),
          new Threshold(
              START,
              Duration.ofMinutes(1),
              "how long a rollout without any available pod may rest"),
          new Threshold(
              STALLED, Duration.ofMinutes(10), "how long a rollout with too few pods may rest")),
      List.of("Look at the pods that the Service selects."));

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<ServiceFacts> subjectType() {
    return ServiceFacts.class;
  }

  @Override
  public Verdict evaluate(ServiceFacts service, View view) {
    if (service.meta().deleting()) {
      return Verdict.notApplicable("being deleted");
    }
    if (service.type().equals("ExternalName")) {
      return Verdict.notApplicable("an alias of a name elsewhere");
    }
    if (service.selector().isEmpty()) {
      return Verdict.notApplicable("selects no pods: somebody else writes its endpoints");
    }
    if (service.clusterIp().equals("None") && service.publishesNotReady()) {
      return Verdict.notApplicable("lets pods find each other before they are ready");
    }
    if (service.leaderOnly()) {
      return Verdict.notApplicable("only an elected leader answers");
    }
    if (Backends.anyReady(service, view)) {
      return Verdict.ok();
    }
    Backends backends = Backends.of(service, view);
    if (backends.slices().stream().anyMatch(slice -> slice.meta().truncated())) {
      return Verdict.cannotSee(service.ref(), "endpoints");
    }
    Optional<Verdict> unseen = unseen(backends, view);
    if (unseen.isPresent()) {
      return unseen.get();
    }
    if (!backends.workloads().isEmpty() && backends.desired() == 0) {
      return Verdict.notApplicable("scaled to zero");
    }
    Optional<Rollout.Movement> movement = movement(backends, view);
    return movement.isPresent()
        ? movement.get().progressing("a rollout moves")
        : failing(service, backends, view);
  }

  /**
   * Whether a workload that is not seen may be behind it, and matters: a Deployment may be in the middle of a rollout, and where
   * no pod is known and none is asked for, any may be scaled to zero or not.
   */
  private static Optional<Verdict> unseen(Backends backends, View view) {
    boolean anyMatters = backends.endpoints() == 0 && backends.desired() == 0;
    return Backends.KINDS.stream()
        .filter(kind -> anyMatters || kind.equals(Kinds.DEPLOYMENT))
        .filter(kind -> !view.sight(kind).seen())
        .findFirst()
        .map(kind -> Verdict.cannotSee(kind, view.sight(kind)));
  }

  private static Optional<Rollout.Movement> movement(Backends backends, View view) {
    return backends.workloads().stream()
        .filter(DeploymentFacts.class::isInstance)
        .map(workload -> new Rollout((DeploymentFacts) workload))
        .flatMap(rollout ->
            rollout.movement(view.asOf(), view.threshold(START), view.threshold(STALLED)).stream())
        .findFirst();
  }

  private static Verdict failing(ServiceFacts service, Backends backends, View view) {
    boolean unmatched = backends.endpoints() == 0 && backends.workloads().isEmpty();
    String selector = String.join(",", service.selector());
    var draft = Finding.draft(
            unmatched ? "NothingSelected" : "NoEndpointReady",
            unmatched ? "selects no pod" : "no endpoint ready",
            unmatched
                ? "no pod carries " + selector
                : "0 of " + Math.max(backends.endpoints(), backends.desired()) + " endpoints ready",
            hold(service, unmatched, view))
        .remedy(
            unmatched
                ? "Compare the selector of the Service with the labels of the pods that it is for:"
                    + " `kubectl get pods -n " + service.ref().namespace() + " --show-labels`."
                : "Look at the pods that it selects: `kubectl get pods -n "
                    + service.ref().namespace() + " -l " + selector + "`.",
            unmatched
                ? "If nobody needs it any more, delete the Service."
                : "Make their readiness probes pass.")
        .saw(service.ref(), "spec.selector", selector)
        .saw(service.ref(), "endpoints", "0 of " + backends.endpoints() + " ready")
        .explainedBy(causes(backends, view))
        .group(lostNode(backends, view).orElse(null));
    return draft.failing();
  }

  /** A Service is often made before its pods. */
  private static Duration hold(ServiceFacts service, boolean unmatched, View view) {
    Instant created = service.meta().createdAt();
    boolean isNew = created != null && view.asOf().isBefore(created.plus(view.threshold(NEW)));
    return view.threshold(unmatched && isNew ? UNMATCHED : Threshold.HOLD);
  }

  private static List<Cause> causes(Backends backends, View view) {
    return backends.workloads().stream()
        .flatMap(workload -> PodFailures.workloadCauses(workload, view).stream())
        .toList();
  }

  private static Optional<CauseGroup> lostNode(Backends backends, View view) {
    TreeSet<String> nodes = new TreeSet<>();
    for (EndpointSliceFacts slice : backends.slices()) {
      nodes.addAll(slice.unreadyNodes());
    }
    return LostNode.common(nodes, view);
  }
}
