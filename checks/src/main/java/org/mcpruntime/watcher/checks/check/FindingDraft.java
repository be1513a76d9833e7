package org.mcpruntime.watcher.checks.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * A finding being written, so that checks say only what is special about it. Unless said otherwise: no aspect, no class,
 * no container, no group, floor WARNING, rank 1, nothing restarts the hold.
 */
public final class FindingDraft {

  private final String reason;
  private final String title;
  private final String message;
  private final Duration hold;
  private final List<Evidence> evidence = new ArrayList<>();
  private @Nullable String causeClass;
  private @Nullable String container;
  private @Nullable CauseGroup group;
  private String aspect = "";
  private List<String> remediation = List.of();
  private List<Cause> causes = List.of();
  private Severity floor = Severity.WARNING;
  private String holdToken = "";
  private int rank = 1;

  FindingDraft(String reason, String title, String message, Duration hold) {
    this.reason = reason;
    this.title = title;
    this.message = message;
    this.hold = hold;
  }

  /**
   * Where one subject can fail in several ways at once: which one, as a stable part of the incident key, such as {@code
   * ConfigMap/settings}. No changing text, no {@code #}.
   */
  public FindingDraft aspect(String value) {
    aspect = value;
    return this;
  }

  /** What it may have in common with findings on other workloads; null when that is not known. */
  public FindingDraft group(@Nullable CauseGroup value) {
    group = value;
    return this;
  }

  public FindingDraft causeClass(String value) {
    causeClass = value;
    return this;
  }

  public FindingDraft container(String value) {
    container = value;
    return this;
  }

  public FindingDraft remedy(String... steps) {
    return remedy(List.of(steps));
  }

  public FindingDraft remedy(List<String> steps) {
    remediation = steps;
    return this;
  }

  public FindingDraft saw(ObjectRef resource, String path, String value) {
    evidence.add(new Evidence(resource, path, value));
    return this;
  }

  public FindingDraft saw(List<Evidence> values) {
    evidence.addAll(values);
    return this;
  }

  /** Incidents that would explain it, most specific first. */
  public FindingDraft explainedBy(List<Cause> values) {
    causes = values;
    return this;
  }

  public FindingDraft floor(Severity value) {
    floor = value;
    return this;
  }

  /** The hold starts again whenever this changes. */
  public FindingDraft restartingHoldAt(String token) {
    holdToken = token;
    return this;
  }

  public FindingDraft rank(int value) {
    rank = value;
    return this;
  }

  public Finding finding() {
    return new Finding(
        aspect,
        reason,
        causeClass,
        title,
        message,
        remediation,
        evidence,
        container,
        floor,
        hold,
        holdToken,
        rank,
        causes,
        group);
  }

  public Verdict failing() {
    return Verdict.failing(finding());
  }

  /** As {@link #failing()}, and to be judged again at that time even if nothing changes. */
  public Verdict failingUntil(Instant lookAgainAt) {
    return new Verdict.Failing(List.of(finding()), lookAgainAt);
  }
}
