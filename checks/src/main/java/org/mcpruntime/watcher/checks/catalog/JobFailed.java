package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Relation;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.ConditionFacts;
import org.mcpruntime.watcher.checks.facts.JobFacts;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.Owner;

/**
 * A Job has given up: what it was to do is not done, and nobody tries again. Runs of one CronJob are one incident, which ends
 * when a later run succeeds; a Job of its own stays failed until somebody deletes it. A Job that runs on and on without a
 * deadline of its own is told too, apart from the failed ones. Not covered: a CronJob that starts no Job. See
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup.
 */
public final class JobFailed implements Check<JobFacts> {

  public static final String ID = "job-failed";

  static final String ACTIVE = "active";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "Job failed",
      "Fires when a Job has given up, and when one without a deadline runs for very long. Runs of one CronJob are told"
          + " together, and a later run that succeeds ends it.",
      Kinds.JOB,
      List.of(Relation.meeting(Kinds.JOB, Link.OWNER)),
      true,
      Duration.ofSeconds(1),
      Duration.ofMinutes(2),
      List.of(
          Threshold.age(ACTIVE, Duration.ofHours(12), "how long a Job without a deadline may run")),
      List.of("Read the log of the Job's pods, correct the cause, and start it again."));

  @Override
  public CheckSpec spec() {
    return SPEC;
  }

  @Override
  public Class<JobFacts> subjectType() {
    return JobFacts.class;
  }

  @Override
  public Verdict evaluate(JobFacts job, View view) {
    if (job.meta().deleting()) {
      return Verdict.notApplicable("being deleted");
    }
    ConditionFacts failure = job.failure();
    if (failure == null) {
      return job.suspended() ? Verdict.notApplicable("suspended") : running(job, view);
    }
    if (doneSince(job, view)) {
      return Verdict.notApplicable("a later run has succeeded");
    }
    String name = job.ref().name();
    return Finding.draft(
            "JobFailed",
            "job failed: " + words(failure.reason()),
            name + ": " + failure.reason()
                + (failure.message().isEmpty() ? "" : ": " + failure.message()),
            view.threshold(Threshold.HOLD))
        .causeClass(causeClass(failure.reason()))
        .remedy(
            "Read the log of its pods: `kubectl logs -n " + job.ref().namespace() + " -l job-name="
                + name + "`.",
            "Correct the cause, delete the Job, and have it made again.")
        .saw(job.ref(), "status.conditions[Failed]", "True " + failure.reason())
        .saw(job.ref(), "status.failed", String.valueOf(job.failed()))
        .explainedBy(PodFailures.causes(job, view))
        .failing();
  }

  private static Verdict running(JobFacts job, View view) {
    Instant started = job.startedAt();
    if (started == null || job.complete() || job.hasDeadline()) {
      return Verdict.ok();
    }
    Instant until = started.plus(view.threshold(ACTIVE));
    if (view.asOf().isBefore(until)) {
      return new Verdict.Ok(until);
    }
    String name = job.ref().name();
    return Finding.draft(
            "JobRunsOn",
            "job does not come to an end",
            name + " runs since " + started,
            view.threshold(Threshold.HOLD))
        .aspect(ACTIVE)
        .remedy(
            "Read the log of its pods: `kubectl logs -n " + job.ref().namespace() + " -l job-name="
                + name + "`.",
            "If it may take so long, give it a deadline (spec.activeDeadlineSeconds); otherwise delete"
                + " it.")
        .saw(job.ref(), "status.startTime", started.toString())
        .failing();
  }

  /** Whether a run of the same CronJob that began later is complete. */
  private static boolean doneSince(JobFacts job, View view) {
    Owner cronJob = job.meta().controller();
    Instant began = job.meta().createdAt();
    return cronJob != null
        && began != null
        && view.referring(cronJob.ref(), Link.OWNER, Kinds.JOB, JobFacts.class).stream()
            .filter(JobFacts::complete)
            .map(run -> run.meta().createdAt())
            .anyMatch(created -> created != null && created.isAfter(began));
  }

  private static String causeClass(String reason) {
    return switch (reason) {
      case "BackoffLimitExceeded", "FailedIndexes", "MaxFailedIndexesExceeded" -> "pods-fail";
      case "DeadlineExceeded" -> "deadline";
      case "PodFailurePolicy" -> "policy";
      default -> "UNKNOWN";
    };
  }

  private static String words(String reason) {
    return switch (causeClass(reason)) {
      case "pods-fail" -> "its pods fail";
      case "deadline" -> "took longer than its deadline";
      case "policy" -> "its failure policy";
      default -> "cause unknown";
    };
  }
}
