package org.mcpruntime.watcher.checks.assess;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Impact;

/** Impact of an incident with the replica counts it was read from; null when unknown. */
public record Reading(
    Impact impact, @Nullable Integer ready, @Nullable Integer desired) {

  /** Nobody knows whether users are hit. */
  public static final Reading UNKNOWN = new Reading(Impact.UNKNOWN, null, null);
}
