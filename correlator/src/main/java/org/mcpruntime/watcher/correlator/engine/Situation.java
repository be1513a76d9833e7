package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * What a life needs to know when its key was evaluated.
 *
 * @param clusterUid as the newest TICK tells it
 * @param now time of the evaluation, milliseconds: of the record, or when a timer was due
 * @param record the record that caused it; for a timer: that fired it
 * @param settleMillis how long it must be false before it resolves, unless it flaps
 * @param window the last horizon, as far as the check could see what it needs
 * @param changes what was changed at the anchor before it began to fail
 */
record Situation(
    IncidentKey key,
    @Nullable String clusterUid,
    long now,
    RecordRef record,
    int checkVersion,
    long settleMillis,
    Window window,
    Changes changes) {

  /** Looks for what was changed shortly before a failing stretch began. */
  @FunctionalInterface
  interface Changes {
    @Nullable
    String before(Onset onset, @Nullable ObjectRef server);
  }
}
