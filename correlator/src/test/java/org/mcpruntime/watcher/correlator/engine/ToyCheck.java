package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.mcpruntime.watcher.checks.check.Cause;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/** A check whose judgement a test writes. */
public record ToyCheck<F extends Facts>(
    CheckSpec spec, Class<F> subjectType, BiFunction<F, View, Verdict> judgement)
    implements Check<F> {

  public static final Duration HOLD = Duration.ofMinutes(1);
  public static final Duration SETTLE = Duration.ofMinutes(2);

  @Override
  public Verdict evaluate(F subject, View view) {
    return judgement.apply(subject, view);
  }

  public static <F extends Facts> ToyCheck<F> of(
      String id,
      KindRef subject,
      Class<F> type,
      boolean folds,
      List<Relation> relations,
      BiFunction<F, View, Verdict> judgement) {
    return new ToyCheck<>(
        new CheckSpec(
            id,
            1,
            id,
            "a check of a test",
            subject,
            relations,
            folds,
            HOLD,
            SETTLE,
            List.of(),
            List.of("Look at it.")),
        type,
        judgement);
  }

  /**
   * Judges a pod by its phase: Failed is FAILING with its {@link #reason}, Pending is PROGRESSING, Unknown is CANNOT_SEE, Broken
   * throws.
   */
  public static ToyCheck<PodFacts> podSad() {
    return podSad(UnaryOperator.identity());
  }

  public static ToyCheck<PodFacts> podSad(UnaryOperator<Finding> change) {
    return of(
        "pod-sad",
        new KindRef("", "Pod"),
        PodFacts.class,
        true,
        List.of(),
        (pod, view) -> switch (pod.phase()) {
          case "Failed" -> Verdict.failing(change.apply(finding(reason(pod))));
          case "Pending" -> Verdict.progressing("starts");
          case "Unknown" -> Verdict.cannotSee(pod.ref(), "status");
          case "Broken" -> throw new IllegalStateException("secret value");
          default -> Verdict.ok();
        });
  }

  /** What {@link Thing#phase} gave the pod; empty otherwise. */
  static String reason(PodFacts pod) {
    return pod.unscheduled() == null ? "" : pod.unscheduled();
  }

  public static Finding finding(String reason) {
    return finding(reason, "", HOLD, Severity.INFO, "", 1, List.of());
  }

  public static Finding finding(
      String reason,
      String aspect,
      Duration hold,
      Severity floor,
      String token,
      int rank,
      List<Cause> causes) {
    return new Finding(
        aspect,
        reason,
        null,
        "it is " + reason,
        "seen: " + reason,
        List.of("Cheer it up."),
        List.of(),
        null,
        floor,
        hold,
        token,
        rank,
        causes,
        null);
  }
}
