package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Memo;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.PodFacts;

/**
 * A container was killed because it took more memory than its limit, or than the node had. The kill is an instant: the
 * container may run again a second later, so what counts is that it is told at all, in the state or in the last state, and
 * each kill is told once. The last state stays for ever, so a kill is news for a short time only, and the incident is
 * over when no other has followed for the settle. A kill by signal 9 whose reason is not known is told, but not taken for
 * a lack of memory. Not covered: a process that is killed inside a container that goes on. See
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/.
 */
public final class PodOomKilled implements Check<PodFacts> {

  public static final String ID = "pod-oom-killed";

  static final String REASON = "OOMKilled";

  static final String NEWS = "news";
  static final String LATE = "late";
  static final String MEMORY = "memory";

  private static final String KILLS = "kills";

  static final CheckSpec SPEC = new CheckSpec(
      ID,
      1,
      "container killed: out of memory",
      "Fires at once when a container was killed for its memory, even if it runs again, and goes on when more kills follow."
          + " A kill without a known reason is told as not confirmed. Kills that were over long before they were seen"
          + " are history.",
      Kinds.POD,
      List.of(),
      true,
      Duration.ofSeconds(1),
      Duration.ofMinutes(30),
      List.of(
          new Threshold(NEWS, Duration.ofMinutes(1), "how long a kill counts as failing"),
          new Threshold(
              LATE,
              Duration.ofMinutes(30),
              "a kill that was over for longer when it was first seen is history"),
          new Threshold(
              MEMORY,
              Duration.ofHours(1),
              "kills within this are counted together; one that nobody could see is told for so long")),
      List.of("Raise the container's memory limit, or make the program need less."));

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
    List<MemoryKill> kills = kills(pod, view);
    return kills.isEmpty()
        ? List.of()
        : List.of(new Memo(KILLS, MemoryKill.memo(kills), view.threshold(MEMORY)));
  }

  @Override
  public Verdict evaluate(PodFacts pod, View view) {
    boolean succeeded = pod.phase().equals("Succeeded");
    return PodFailures.unjudged(pod, succeeded).orElseGet(() -> judge(pod, view));
  }

  private static Verdict judge(PodFacts pod, View view) {
    List<MemoryKill> kills = kills(pod, view);
    Optional<MemoryKill> newest = kills.stream()
        .filter(kill -> left(kill, view).compareTo(Duration.ZERO) > 0)
        .max(Comparator.comparing(MemoryKill::confirmed).thenComparing(MemoryKill::seenAt));
    if (newest.isEmpty()) {
      return Verdict.ok();
    }
    MemoryKill kill = newest.get();
    long count =
        kills.stream().filter(each -> each.container().equals(kill.container())).count();
    return failing(pod, kill, count, view.asOf().plus(left(kill, view)), view);
  }

  /** How long it is news yet. It does not age while nobody looks. */
  private static Duration left(MemoryKill kill, View view) {
    return view.threshold(NEWS).minus(view.seenSince(kill.seenAt(), Kinds.POD));
  }

  private static Verdict failing(
      PodFacts pod, MemoryKill kill, long count, Instant until, View view) {
    String again = count == 1 ? "" : ", " + count + " times within an hour";
    return Finding.draft(
            kill.confirmed() ? "OutOfMemory" : "Killed",
            kill.confirmed()
                ? "container killed: out of memory"
                : "container killed: out of memory not confirmed",
            kill.container() + " was killed" + (kill.confirmed() ? "" : " by signal 9") + again,
            view.threshold(Threshold.HOLD))
        .causeClass(kill.confirmed() ? "out-of-memory" : "killed")
        .container(kill.container())
        .floor(kill.confirmed() ? Severity.WARNING : Severity.INFO)
        .rank(kill.confirmed() ? 2 : 1)
        .remedy(
            kill.confirmed()
                ? "Raise the memory limit of " + kill.container() + " in " + PodFailures.spec(pod)
                    + ", or make the program need less."
                : "Look for failing liveness probes and for memory pressure on node "
                    + pod.nodeName() + ".",
            "See what it needs: `kubectl top pod " + PodFailures.address(pod) + " --containers`.")
        .saw(pod.ref(), kill.path() + ".reason", kill.reason())
        .saw(pod.ref(), kill.path() + ".exitCode", String.valueOf(kill.exitCode()))
        .failingUntil(until);
  }

  private static List<MemoryKill> kills(PodFacts pod, View view) {
    return MemoryKill.of(
        pod,
        view.remembered(KILLS).orElse(""),
        view.asOf(),
        finishedAt -> isNews(finishedAt, pod, view),
        view.threshold(MEMORY));
  }

  /** It ended a short time ago; or when nobody looked at a pod that was seen before. */
  private static boolean isNews(Instant finishedAt, PodFacts pod, View view) {
    if (finishedAt.isAfter(view.asOf().minus(view.threshold(LATE)))) {
      return true;
    }
    Instant from = view.asOf().minus(view.threshold(MEMORY));
    Instant created = pod.meta().createdAt();
    if (!finishedAt.isAfter(from)) {
      return false;
    }
    Duration since = view.seenSince(finishedAt, Kinds.POD);
    Duration ever =
        view.seenSince(created != null && created.isAfter(from) ? created : from, Kinds.POD);
    return since.compareTo(view.threshold(LATE)) < 0 && ever.compareTo(since) > 0;
  }
}
