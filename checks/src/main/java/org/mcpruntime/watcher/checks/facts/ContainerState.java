package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a container does now. */
public sealed interface ContainerState {

  /**
   * It does not run yet, or not again yet.
   *
   * @param message at most {@value Bounds#MESSAGE} characters, empty for crash-loop back-offs, which only tell their own
   *     growing delay
   */
  record Waiting(String reason, String message) implements ContainerState {}

  record Running(@Nullable Instant startedAt) implements ContainerState {}

  record Terminated(Termination termination) implements ContainerState {}
}
