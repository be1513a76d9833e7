package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.ContainerState;
import org.mcpruntime.watcher.checks.facts.EventFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/**
 * A pod does not begin to run: no node takes it, or its containers cannot be made, because a ConfigMap, a Secret or a
 * volume is missing. Each missing thing is a failure of its own. An autoscaler that has said that it adds a node gets
 * time; one that has said that it cannot, none. Not covered: images that do not come and containers that crash, which
 * are other checks, and a pod that its author holds back by a scheduling gate. See
 * https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/#my-pod-stays-pending.
 */
public final class PodPending implements Check<PodFacts> {

  public static final String ID = "pod-pending";

  static final String SCALE_UP = "scale-up";
  static final String CONFIG = "config";
  static final String CREATING = "creating";

  /** How long anything is remembered while the pod waits; it is looked at again before that is over. */
  private static final Duration MEMORY = Duration.ofMinutes(30);

  private static final String SINCE = "since";
  private static final String TOLD = "told";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "pod does not start",
      "Fires when no node takes a pod, when a ConfigMap, Secret or volume that it needs is missing, or when its containers"
          + " stay in creation. Waits longer while an autoscaler adds a node. Quiet while a scheduling gate holds the"
          + " pod. Image pulls and crashes are other checks.",
      Kinds.POD,
      List.of(
          Relation.events(),
          Relation.newEvents(),
          Relation.referred(Kinds.NODE, Link.NODE),
          Relation.aside(Kinds.NODE),
          Relation.aside(Kinds.POD)),
      true,
      Duration.ofMinutes(5),
      Duration.ofMinutes(2),
      List.of(
          new Threshold(
              SCALE_UP,
              Duration.ofMinutes(15),
              "hold after the autoscaler has said that it adds a node"),
          new Threshold(
              CONFIG,
              Duration.ofMinutes(1),
              "hold when containers cannot be made, and it is told why"),
          new Threshold(
              CREATING,
              Duration.ofMinutes(15),
              "how long containers may be in creation, or no scheduler may look at a pod")),
      List.of("Read the pod's Events."));

  private static final Set<String> CANNOT_CREATE =
      Set.of("CreateContainerConfigError", "CreateContainerError");

  private static final Set<String> IN_CREATION = Set.of("ContainerCreating", "PodInitializing");

  private static final Set<String> SCALING = EventFacts.NEWS;

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<PodFacts> subjectType() {
    return PodFacts.class;
  }

  /** Since when the pod waits for a node, or for its containers; and what Events tell: they may go before the pod starts. */
  @Override
  public List<Memo> remember(PodFacts pod, View view) {
    List<Memo> memos = new ArrayList<>();
    if (hasNoNode(pod) || inCreation(pod)) {
      memos.add(new Memo(SINCE, since(pod, view), MEMORY));
    }
    if (inCreation(pod)) {
      ToldFailures told = told(pod, view);
      if (told.any()) {
        memos.add(new Memo(TOLD, told.memo(), MEMORY));
      }
    }
    return memos;
  }

  /** What it waits for and since when. What was not seen to begin is as old as the pod. */
  private static String since(PodFacts pod, View view) {
    String what = pod.nodeName().isEmpty() ? "node " : "containers ";
    Instant created = pod.meta().createdAt();
    Instant begin = view.remembered(SINCE).isPresent() || created == null ? view.asOf() : created;
    return view.remembered(SINCE).filter(known -> known.startsWith(what)).orElse(what + begin);
  }

  @Override
  public Verdict evaluate(PodFacts pod, View view) {
    return PodFailures.unjudged(pod).orElseGet(() -> judge(pod, view));
  }

  private static Verdict judge(PodFacts pod, View view) {
    if (hasNoNode(pod)) {
      return notScheduled(pod, view);
    }
    List<Finding> findings = cannotCreate(pod, view);
    if (!findings.isEmpty()) {
      return new Verdict.Failing(findings, null);
    }
    return inCreation(pod) ? creating(pod, view) : Verdict.ok();
  }

  private static Verdict notScheduled(PodFacts pod, View view) {
    String reason = pod.unscheduled();
    if (reason == null) {
      return tooLong(pod, view)
          ? stuck(pod, "NotLookedAt", "no scheduler has looked at it", view)
          : patient(pod, "waits for the scheduler", view);
    }
    if (reason.equals("SchedulingGated")) {
      return Verdict.notApplicable("held back by a scheduling gate");
    }
    Unschedulable why = Unschedulable.of(pod.unscheduledMessage());
    Optional<CauseGroup> lostNode =
        why == Unschedulable.NODES ? LostNode.before(pod, view) : Optional.empty();
    return Finding.draft(
            "Unschedulable",
            "no node takes the pod: " + why.words(),
            pod.unscheduledMessage().isEmpty() ? reason : pod.unscheduledMessage(),
            schedulingHold(pod, view))
        .causeClass(why.id())
        .explainedBy(why == Unschedulable.VOLUME ? claims(pod, view) : List.of())
        .rank(rank(lostNode))
        .group(lostNode.orElse(null))
        .remedy(why.remediation(pod))
        .saw(pod.ref(), "status.conditions[PodScheduled]", "False " + reason)
        .failingUntil(lookAgainAt(view));
  }

  /** What the autoscaler has said last, unless that is long ago. */
  private static Duration schedulingHold(PodFacts pod, View view) {
    Instant oldest = view.asOf().minus(view.threshold(SCALE_UP));
    return view.events(pod).stream()
        .filter(event -> SCALING.contains(event.reason()))
        .filter(event -> event.lastSeenAt() == null || event.lastSeenAt().isAfter(oldest))
        .findFirst()
        .map(event ->
            event.reason().equals("TriggeredScaleUp") ? view.threshold(SCALE_UP) : Duration.ZERO)
        .orElse(view.threshold(Threshold.HOLD));
  }

  /** One finding for each thing that is missing. */
  private static List<Finding> cannotCreate(PodFacts pod, View view) {
    TreeMap<String, Finding> byAspect = new TreeMap<>();
    for (ContainerFacts container : pod.containers()) {
      if (container.state() instanceof ContainerState.Waiting waiting
          && CANNOT_CREATE.contains(waiting.reason())) {
        StartFailure failure = StartFailure.ofState(waiting.reason(), waiting.message());
        String path = container.statusPath() + ".state.waiting";
        byAspect.putIfAbsent(
            failure.aspect(),
            finding(pod, failure, container.name(), path + ".reason", waiting.reason(), view));
      }
    }
    return List.copyOf(byAspect.values());
  }

  private static Verdict creating(PodFacts pod, View view) {
    List<Finding> findings = told(pod, view).distinct().stream()
        .map(failure -> finding(pod, failure, null, "Events", failure.message(), view))
        .toList();
    if (!findings.isEmpty()) {
      return new Verdict.Failing(findings, lookAgainAt(view));
    }
    return tooLong(pod, view)
        ? stuck(pod, "StuckInCreation", "its containers stay in creation", view)
        : patient(pod, "its containers are being made", view);
  }

  private static ToldFailures told(PodFacts pod, View view) {
    return ToldFailures.of(pod, view, view.remembered(TOLD).orElse(""), MEMORY);
  }

  private static Finding finding(
      PodFacts pod,
      StartFailure failure,
      @Nullable String container,
      String path,
      String seen,
      View view) {
    Optional<CauseGroup> lostNode = LostNode.under(pod, view);
    var draft = Finding.draft(
            failure.reason(),
            "pod does not start: " + failure.title(),
            failure.message(),
            view.threshold(CONFIG))
        .aspect(failure.aspect())
        .causeClass(failure.causeClass())
        .explainedBy(failure.causeClass().equals("volume") ? claims(pod, view) : List.of())
        .rank(rank(lostNode))
        .group(lostNode.orElse(null))
        .remedy(failure.remediation(pod))
        .saw(pod.ref(), path, seen);
    return container == null ? draft.finding() : draft.container(container).finding();
  }

  private static int rank(Optional<CauseGroup> lostNode) {
    return lostNode.isPresent() ? LostNode.RANK : 1;
  }

  /** Incidents about its claims: at the claim, or at the workload where the claim belongs to it. */
  private static List<Cause> claims(PodFacts pod, View view) {
    return Stream.concat(pod.claimRefs().stream(), view.workload(pod).stream())
        .map(anchor -> new Cause(VolumeClaimNotBound.ID, anchor))
        .toList();
  }

  /** Nobody tells why. */
  private static Verdict stuck(PodFacts pod, String reason, String seen, View view) {
    Optional<CauseGroup> lostNode = LostNode.under(pod, view);
    return Finding.draft(reason, "pod does not start: " + seen, seen, view.threshold(CONFIG))
        .causeClass("UNKNOWN")
        .rank(rank(lostNode))
        .group(lostNode.orElse(null))
        .remedy(
            "Read the pod's Events: `kubectl describe pod " + PodFailures.address(pod) + "`.",
            pod.nodeName().isEmpty()
                ? "Check that the scheduler runs that the pod names."
                : "Read the log of the kubelet on node " + pod.nodeName() + ".")
        .saw(pod.ref(), "status.phase", pod.phase())
        .failingUntil(lookAgainAt(view));
  }

  private static Verdict patient(PodFacts pod, String why, View view) {
    Instant until = patience(pod, view);
    Instant soon = lookAgainAt(view);
    return new Verdict.Progressing(why, until.isBefore(soon) ? until : soon);
  }

  /** Before what is remembered is forgotten. */
  private static Instant lookAgainAt(View view) {
    return view.asOf().plus(MEMORY.dividedBy(2));
  }

  private static boolean tooLong(PodFacts pod, View view) {
    return !view.asOf().isBefore(patience(pod, view));
  }

  private static Instant patience(PodFacts pod, View view) {
    String since = since(pod, view);
    return Instant.parse(since.substring(since.indexOf(' ') + 1)).plus(view.threshold(CREATING));
  }

  private static boolean hasNoNode(PodFacts pod) {
    return pod.nodeName().isEmpty() && !pod.phase().equals("Running");
  }

  /** Nothing of it runs, and no container tells why. */
  private static boolean inCreation(PodFacts pod) {
    List<ContainerFacts> left =
        pod.containers().stream().filter(container -> !isDone(container)).toList();
    return !pod.nodeName().isEmpty()
        && pod.phase().equals("Pending")
        && !left.isEmpty()
        && left.stream().allMatch(PodPending::isInCreation);
  }

  private static boolean isDone(ContainerFacts container) {
    return container.role() == ContainerFacts.Role.INIT
        && container.state() instanceof ContainerState.Terminated terminated
        && terminated.termination().exitCode() == 0;
  }

  private static boolean isInCreation(ContainerFacts container) {
    return container.state() == null
        || (container.state() instanceof ContainerState.Waiting waiting
            && IN_CREATION.contains(waiting.reason()));
  }
}
