package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
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

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<PodFacts> subjectType() {
    return PodFacts.class;
  }

  @Override
  public List<Memo> remember(PodFacts pod, View view) {
    boolean creation = PodCreation.isAwaited(pod);
    List<Memo> memos = new ArrayList<>();
    if (creation || PodScheduling.isAwaited(pod)) {
      memos.add(PodWait.memo(pod, view));
    }
    if (creation) {
      PodCreation.memo(pod, view).ifPresent(memos::add);
    }
    return memos;
  }

  @Override
  public Verdict evaluate(PodFacts pod, View view) {
    return PodFailures.unjudged(pod).orElseGet(() -> judge(pod, view));
  }

  private static Verdict judge(PodFacts pod, View view) {
    if (PodScheduling.isAwaited(pod)) {
      return PodScheduling.judge(pod, view);
    }
    List<Finding> refused = PodCreation.refused(pod, view);
    if (!refused.isEmpty()) {
      return new Verdict.Failing(refused, null);
    }
    return PodCreation.isAwaited(pod) ? PodCreation.judge(pod, view) : Verdict.ok();
  }
}
