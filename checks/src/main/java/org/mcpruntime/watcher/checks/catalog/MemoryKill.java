package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.ContainerState;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.Termination;

/**
 * One kill of one container of a pod.
 *
 * @param id tells kills of one container apart: the run that ended, and when
 * @param path where it was told, without the last step
 * @param seenAt when we saw it first
 */
record MemoryKill(
    String container, String id, String path, String reason, int exitCode, Instant seenAt) {

  /** Signal 9. */
  private static final int KILLED = 137;

  /** More are not counted. */
  private static final int KEPT = 20;

  boolean confirmed() {
    return reason.equals(PodOomKilled.REASON);
  }

  /**
   * The remembered kills, and those that the pod tells now, oldest first.
   *
   * @param memo as {@link #memo} gave it; empty when nothing is remembered
   * @param isNews by when it ended; another that is not remembered is left out
   * @param memory those seen longer ago are left out
   */
  static List<MemoryKill> of(
      PodFacts pod, String memo, Instant now, Predicate<Instant> isNews, Duration memory) {
    List<MemoryKill> kills = new ArrayList<>();
    memo.lines()
        .map(MemoryKill::parse)
        .filter(kill -> kill.seenAt().isAfter(now.minus(memory)))
        .forEach(kills::add);
    for (ContainerFacts container : pod.containers()) {
      tell(
          container,
          container.lastTermination(),
          ".lastState.terminated",
          kills,
          now,
          isNews,
          pod.completed());
      if (container.state() instanceof ContainerState.Terminated terminated) {
        tell(
            container,
            terminated.termination(),
            ".state.terminated",
            kills,
            now,
            isNews,
            pod.completed());
      }
    }
    return kills.subList(Math.max(0, kills.size() - KEPT), kills.size());
  }

  private static void tell(
      ContainerFacts container,
      @Nullable Termination run,
      String path,
      List<MemoryKill> kills,
      Instant now,
      Predicate<Instant> isNews,
      boolean completed) {
    if (run == null || !(confirmed(run) || (!completed && perhaps(run)))) {
      return;
    }
    Instant finishedAt = run.finishedAt();
    String id = run.containerId() + "@" + Objects.toString(finishedAt, "");
    boolean known = kills.stream()
        .anyMatch(kill -> kill.container().equals(container.name()) && kill.id().equals(id));
    if (!known && finishedAt != null && isNews.test(finishedAt)) {
      kills.add(new MemoryKill(
          container.name(), id, container.statusPath() + path, run.reason(), run.exitCode(), now));
    }
  }

  private static boolean confirmed(Termination run) {
    return run.reason().equals(PodOomKilled.REASON);
  }

  /** Other reasons tell another cause, such as a node that lost the container. */
  private static boolean perhaps(Termination run) {
    return run.exitCode() == KILLED && (run.reason().isEmpty() || run.reason().equals("Error"));
  }

  static String memo(List<MemoryKill> kills) {
    return kills.stream()
        .map(kill -> MemoLine.of(
            kill.container,
            kill.id,
            kill.path,
            kill.reason,
            String.valueOf(kill.exitCode),
            kill.seenAt.toString()))
        .collect(Collectors.joining("\n"));
  }

  private static MemoryKill parse(String line) {
    List<String> fields = MemoLine.fields(line);
    return new MemoryKill(
        fields.get(0),
        fields.get(1),
        fields.get(2),
        fields.get(3),
        Integer.parseInt(fields.get(4)),
        Instant.parse(fields.get(5)));
  }
}
