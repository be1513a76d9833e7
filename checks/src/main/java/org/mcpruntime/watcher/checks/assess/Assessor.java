package org.mcpruntime.watcher.checks.assess;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Backends;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.FactsView;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Impact;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.McpServerFacts;
import org.mcpruntime.watcher.checks.facts.NodeFacts;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.Owner;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.ReplicaSetFacts;
import org.mcpruntime.watcher.checks.facts.ServiceFacts;
import org.mcpruntime.watcher.checks.facts.WorkloadFacts;

/** From findings about single subjects to what is said about a workload. Pure functions. */
public final class Assessor {

  /** Names of members that an assessment lists. */
  public static final int MEMBERS = 20;

  /** Longer chains of owners do not exist; a loop of foreign owner references would otherwise not end. */
  public static final int DEPTH = 8;

  /** Their names last for one rollout or one run: an incident cannot be kept at them. */
  private static final Set<KindRef> MADE_ANEW = Set.of(Kinds.REPLICA_SET, Kinds.JOB);

  private Assessor() {}

  /** As {@link #anchor(Facts, FactsView)}, but at the subject itself for a check that does not fold. */
  public static Anchor anchor(CheckSpec spec, Facts subject, FactsView view) {
    Anchor anchor = anchor(subject, view);
    return !spec.foldsIntoWorkload() && anchor instanceof Anchor.Resolved resolved
        ? new Anchor.Resolved(
            subject.ref(), subject.meta().uid(), resolved.server(), resolved.teamId())
        : anchor;
  }

  /**
   * Follows controlling owners up from the subject, to the last one below the MCPServer. A Node is no owner, so that static
   * pods stand for themselves. An owner that is not in view, or only a newer object of its name, is unresolved; unless it is
   * enough to know that it is there: a server or a CronJob that cannot be seen is above what it owns all the same, and an owner
   * whose kind has no facts or is not looked at is the anchor itself.
   */
  public static Anchor anchor(Facts subject, FactsView view) {
    Facts top = subject;
    for (int depth = 0; depth < DEPTH; depth++) {
      if (top instanceof McpServerFacts server) {
        return new Anchor.Resolved(
            server.ref(), server.meta().uid(), server.ref(), server.teamId());
      }
      Owner owner = top.meta().controller();
      if (owner == null || owner.ref().kind().equals("Node")) {
        return resolved(top, null);
      }
      Optional<Facts> parent =
          view.get(owner.ref()).filter(facts -> facts.meta().uid().equals(owner.uid()));
      if (parent.isEmpty()) {
        return above(top, owner, view);
      }
      if (parent.get() instanceof McpServerFacts server) {
        return resolved(top, server);
      }
      top = parent.get();
    }
    return resolved(top, null);
  }

  /** Nothing is known of the owner but what its child tells. */
  private static Anchor above(Facts child, Owner owner, FactsView view) {
    KindRef kind = owner.ref().kindRef();
    Sight sight = view.sight(kind);
    if (kind.equals(Kinds.MCP_SERVER) && !sight.seen()) {
      return new Anchor.Resolved(child.ref(), child.meta().uid(), owner.ref(), null);
    }
    boolean isKnown = Kinds.ALL.contains(kind);
    boolean isLookedAt = sight.state() != Sight.State.NOT_LOOKED_AT;
    return isKnown && !(isTop(kind) && !sight.seen()) && (isLookedAt || MADE_ANEW.contains(kind))
        ? new Anchor.Unresolved(owner.ref())
        : new Anchor.Resolved(owner.ref(), owner.uid(), null, null);
  }

  /** Nothing owns what is of this kind, so it is enough to know that it is there. */
  public static boolean isTop(KindRef kind) {
    return kind.equals(Kinds.CRON_JOB);
  }

  private static Anchor resolved(Facts workload, @Nullable McpServerFacts server) {
    return new Anchor.Resolved(
        workload.ref(),
        workload.meta().uid(),
        server == null ? null : server.ref(),
        server == null ? null : server.teamId());
  }

  /**
   * Whether users of a workload are hit; empty while that cannot be seen. Scaled to zero is SERVING 0/0: nobody is promised
   * anything. The stable and the canary Deployment of a server count together, since one Service spans both. Who is hit by the
   * loss of a node is told by the workloads on it.
   */
  public static Optional<Reading> reading(ObjectRef anchor, FactsView view) {
    if (Kinds.ALL.contains(anchor.kindRef()) && !view.sight(anchor.kindRef()).seen()) {
      return Optional.empty();
    }
    Facts facts = view.get(anchor).orElse(null);
    if (facts instanceof WorkloadFacts workload) {
      return Optional.of(read(workload, view));
    } else if (facts instanceof ReplicaSetFacts replicaSet) {
      return Optional.of(read(replicaSet.ready(), replicaSet.desired()));
    } else if (facts instanceof PodFacts pod) {
      return Optional.of(read(pod.ready() ? 1 : 0, 1));
    } else if (facts instanceof McpServerFacts server) {
      return read(server, view);
    } else if (facts instanceof ServiceFacts service) {
      return read(service, view);
    } else if (facts instanceof NodeFacts node && (node.isReady() || node.isBeingRemoved())) {
      return Optional.of(new Reading(Impact.SERVING, null, null));
    }
    return Optional.of(Reading.UNKNOWN);
  }

  /** Its endpoints, or the pods that there should be. A Service that selects nothing promises nothing that we know. */
  private static Optional<Reading> read(ServiceFacts service, FactsView view) {
    if (!view.sight(Kinds.ENDPOINT_SLICE).seen()) {
      return Optional.empty();
    }
    Backends backends = Backends.of(service, view);
    int promised = Math.max(backends.desired(), backends.endpoints());
    return Optional.of(promised == 0 ? Reading.UNKNOWN : read(backends.ready(), promised));
  }

  private static Optional<Reading> read(McpServerFacts server, FactsView view) {
    if (!view.sight(Kinds.DEPLOYMENT).seen()) {
      return Optional.empty();
    }
    List<DeploymentFacts> deployments = deployments(server.ref(), view);
    return Optional.of(deployments.isEmpty() ? read(0, server.replicas()) : read(deployments));
  }

  private static Reading read(WorkloadFacts workload, FactsView view) {
    Owner owner = workload.meta().controller();
    if (workload instanceof DeploymentFacts
        && owner != null
        && owner.ref().kindRef().equals(Kinds.MCP_SERVER)) {
      return read(deployments(owner.ref(), view));
    }
    return read(workload.ready(), workload.desired());
  }

  private static List<DeploymentFacts> deployments(ObjectRef server, FactsView view) {
    return view.referring(server, Link.OWNER, Kinds.DEPLOYMENT, DeploymentFacts.class);
  }

  private static Reading read(List<DeploymentFacts> deployments) {
    return read(
        deployments.stream().mapToInt(DeploymentFacts::ready).sum(),
        deployments.stream().mapToInt(DeploymentFacts::desired).sum());
  }

  private static Reading read(int ready, int desired) {
    Impact impact = ready >= desired ? Impact.SERVING : ready > 0 ? Impact.DEGRADED : Impact.DOWN;
    return new Reading(impact, ready, desired);
  }

  /**
   * Folds the failing members of one workload. The finding with the highest rank speaks for all; among equals the first
   * subject by name.
   *
   * @param members at least one; the anchor itself when the check does not fold
   */
  public static Assessment assess(
      CheckSpec spec, ObjectRef anchor, List<Member> members, Reading reading) {
    List<Member> sorted =
        members.stream().sorted(Comparator.comparing(Member::subject)).toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException(spec.id() + " at " + anchor.text() + ": no members");
    }
    Finding finding = sorted.stream()
        .map(Member::finding)
        .reduce((first, next) -> next.rank() > first.rank() ? next : first)
        .orElseThrow();
    Severity severity = sorted.stream()
        .map(member -> member.finding().floor())
        .reduce(severity(reading.impact()), Severity::atLeast);
    boolean alone = sorted.size() == 1 && sorted.get(0).subject().equals(anchor);
    return new Assessment(
        finding,
        severity,
        reading,
        alone ? finding.message() : count(sorted, reading) + finding.message(),
        alone
            ? List.of()
            : sorted.stream()
                .map(member -> member.subject().name())
                .limit(MEMBERS)
                .toList(),
        alone ? 0 : sorted.size());
  }

  /** What is said of workloads that fail for a common root. It is as bad as the worst of them; replicas are theirs. */
  public static Assessment assess(GroupCheck check, CauseGroup group, BlastRadius radius) {
    Finding finding = check.finding(group, radius.examples());
    return new Assessment(
        finding,
        radius.severity().atLeast(finding.floor()),
        new Reading(radius.impact(), null, null),
        radius.words() + ": " + finding.message(),
        radius.members(),
        radius.workloads());
  }

  /** How urgent an impact is by itself. Not knowing whether users are hit is worth planning for. */
  public static Severity severity(Impact impact) {
    return switch (impact) {
      case DOWN -> Severity.CRITICAL;
      case DEGRADED, UNKNOWN -> Severity.WARNING;
      case SERVING -> Severity.INFO;
    };
  }

  private static String count(List<Member> members, Reading reading) {
    String noun = members.get(0).subject().kind().equals("Pod") ? "pod" : "member";
    Integer desired = reading.desired();
    if (desired == null) {
      return members.size() + " " + noun + (members.size() == 1 ? ": " : "s: ");
    }
    int total = Math.max(desired, members.size());
    return members.size() + " of " + total + " " + noun + (total == 1 ? ": " : "s: ");
  }
}
