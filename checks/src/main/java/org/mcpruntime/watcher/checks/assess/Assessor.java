package org.mcpruntime.watcher.checks.assess;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
  private static final int DEPTH = 8;

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
   * Follows controlling owners up from the subject, to the last one below the MCPServer. An owner that is not known ends
   * the way and is the anchor where nobody would know it: its kind has no facts (a CronJob), or is not looked at. A Node is
   * not, so that static pods stand for themselves. Another owner that is not in view, or only a newer object of its name, is
   * unresolved.
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
        return isLookedAt(owner.ref().kindRef(), view)
            ? new Anchor.Unresolved(owner.ref())
            : endsAt(owner, top);
      }
      if (parent.get() instanceof McpServerFacts server) {
        return resolved(top, server);
      }
      top = parent.get();
    }
    return resolved(top, null);
  }

  /** Nobody knows more of the owner than its child tells; a server stays above its workloads all the same. */
  private static Anchor endsAt(Owner owner, Facts below) {
    return owner.ref().kindRef().equals(Kinds.MCP_SERVER)
        ? new Anchor.Resolved(below.ref(), below.meta().uid(), owner.ref(), null)
        : new Anchor.Resolved(owner.ref(), owner.uid(), null, null);
  }

  private static boolean isLookedAt(KindRef kind, FactsView view) {
    return Kinds.ALL.contains(kind) && view.sight(kind).state() != Sight.State.NOT_LOOKED_AT;
  }

  private static Anchor resolved(Facts workload, @Nullable McpServerFacts server) {
    return new Anchor.Resolved(
        workload.ref(),
        workload.meta().uid(),
        server == null ? null : server.ref(),
        server == null ? null : server.teamId());
  }

  /**
   * Whether users of a workload are hit. Scaled to zero is SERVING 0/0: nobody is promised anything. A server counts the
   * pods of its stable and its canary Deployment together, since one Service spans both. Who is hit by the loss of a node
   * is told by the workloads on it.
   */
  public static Reading reading(ObjectRef anchor, FactsView view) {
    Facts facts = view.get(anchor).orElse(null);
    if (facts instanceof WorkloadFacts workload) {
      return read(workload.ready(), workload.desired());
    } else if (facts instanceof ReplicaSetFacts replicaSet) {
      return read(replicaSet.ready(), replicaSet.desired());
    } else if (facts instanceof PodFacts pod) {
      return read(pod.ready() ? 1 : 0, 1);
    } else if (facts instanceof McpServerFacts server) {
      return read(server, view);
    } else if (facts instanceof ServiceFacts service) {
      return read(service, view);
    } else if (facts instanceof NodeFacts node && (node.isReady() || node.isBeingRemoved())) {
      return new Reading(Impact.SERVING, null, null);
    }
    return new Reading(Impact.UNKNOWN, null, null);
  }

  /** Its endpoints, or the pods that there should be. A Service that selects nothing promises nothing that we know. */
  private static Reading read(ServiceFacts service, FactsView view) {
    Backends backends = Backends.of(service, view);
    int promised = Math.max(backends.desired(), backends.endpoints());
    return promised == 0 || !view.sight(Kinds.ENDPOINT_SLICE).seen()
        ? new Reading(Impact.UNKNOWN, null, null)
        : read(backends.ready(), promised);
  }

  private static Reading read(McpServerFacts server, FactsView view) {
    List<DeploymentFacts> deployments =
        view.referring(server.ref(), Link.OWNER, Kinds.DEPLOYMENT, DeploymentFacts.class);
    if (!deployments.isEmpty()) {
      return read(
          deployments.stream().mapToInt(DeploymentFacts::ready).sum(),
          deployments.stream().mapToInt(DeploymentFacts::desired).sum());
    }
    return view.sight(Kinds.DEPLOYMENT).seen()
        ? read(0, server.replicas())
        : new Reading(Impact.UNKNOWN, null, null);
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
