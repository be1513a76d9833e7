package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;

/**
 * When a container's last restarts were seen. The count alone never goes back, so it tells nothing.
 *
 * @param count the container's own count when it was seen last
 * @param times of the newest restarts, oldest first, at most {@value #FREQUENT}
 */
record Restarts(int count, List<Instant> times) {

  /** So many within the window are a loop. */
  static final int FREQUENT = 3;

  Restarts {
    times = List.copyOf(times);
  }

  /**
   * What is known now. A container that is seen for the first time has restarted once, if its last run ended within the
   * window: when the others were is not known.
   *
   * @param memo as {@link #memo} gave it; null when nothing is remembered
   */
  static Restarts of(
      ContainerFacts container, @Nullable String memo, Instant now, Duration window) {
    Restarts known = memo == null
        ? new Restarts(
            container.restartCount() - (endedWithin(container, now, window) ? 1 : 0), List.of())
        : parse(memo);
    List<Instant> times =
        new ArrayList<>(container.restartCount() < known.count() ? List.of() : known.times());
    for (int n = Math.min(FREQUENT, container.restartCount() - known.count()); n > 0; n--) {
      times.add(now);
    }
    List<Instant> recent =
        times.stream().filter(time -> time.isAfter(now.minus(window))).toList();
    return new Restarts(
        container.restartCount(),
        recent.subList(Math.max(0, recent.size() - FREQUENT), recent.size()));
  }

  private static boolean endedWithin(ContainerFacts container, Instant now, Duration window) {
    return container.restartCount() > 0
        && container.lastTermination() != null
        && container.lastTermination().finishedAt() != null
        && container.lastTermination().finishedAt().isAfter(now.minus(window));
  }

  private static Restarts parse(String memo) {
    List<String> parts = Arrays.asList(memo.split(" "));
    return new Restarts(
        Integer.parseInt(parts.get(0)),
        parts.stream().skip(1).map(Instant::parse).toList());
  }

  String memo() {
    return Stream.concat(Stream.of(String.valueOf(count)), times.stream().map(Instant::toString))
        .collect(Collectors.joining(" "));
  }

  /** There is something to remember. */
  boolean any() {
    return !times.isEmpty();
  }

  /** A loop, whatever the container does now. */
  boolean frequent() {
    return times.size() == FREQUENT;
  }

  /** When it is no loop any more if it does not restart again. */
  Instant frequentUntil(Duration window) {
    return times.get(0).plus(window);
  }
}
