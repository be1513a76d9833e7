package org.mcpruntime.watcher.oracle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.replay.Rehearsal;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Operation;

/** A replay of a history from somewhere in its middle, which must tell what the engine told that always ran. */
final class MiddleRun {

  /** The base of a TICK, and that TICK's own offset. */
  private record Start(int base, int settled) {}

  private MiddleRun() {}

  /** Gives how the next two horizons differ; null when they do not, or when the log does not reach back far enough. */
  static @Nullable String difference(List<Oracle.Entry> log, List<Incident> live, int middle) {
    Instant from = at(log, middle);
    int first = middle;
    while (first > 0 && at(log, first - 1).equals(from)) {
      first--;
    }
    Start start = start(log, first, from.minus(EngineRun.SETTINGS.horizon().multipliedBy(2)));
    if (start == null) {
      return null;
    }
    Instant to = from.plus(EngineRun.SETTINGS.horizon().multipliedBy(2));
    int end = first;
    while (end < log.size() && !at(log, end).isAfter(to)) {
      end++;
    }
    EngineRun run = new EngineRun();
    IncidentEngine engine = run.engine();
    Rehearsal rehearsal =
        new Rehearsal(engine, EngineRun.SETTINGS, start.settled(), live.iterator());
    try {
      for (int i = start.base(); i < first; i++) {
        rehearsal.process(EngineRun.record(log.get(i), i));
      }
      rehearsal.end();
    } catch (UnreadableRecordException e) {
      throw new IllegalArgumentException("the log cannot be read", e);
    }
    List<Incident> told = between(from, to, run.goOn(engine, log, first, end));
    List<Incident> expected = between(from, at(log, end - 1), live);
    for (int i = 0; i < Math.max(told.size(), expected.size()); i++) {
      Incident must = i < expected.size() ? expected.get(i) : null;
      Incident is = i < told.size() ? told.get(i) : null;
      if (must == null || !must.equals(is)) {
        return "begun at " + from + " (record " + first + ", base " + start.base()
            + ") a replay tells something else\n  must be " + must + "\n  was     " + is;
      }
    }
    return null;
  }

  private static @Nullable Start start(List<Oracle.Entry> log, int end, Instant latest) {
    for (int i = end - 1; i >= 0; i--) {
      ClusterEvent event = log.get(i).event();
      if (event.getOperation() == Operation.TICK
          && event.getBaseOffset() != null
          && !event.getObservedAt().isAfter(latest)) {
        return new Start(event.getBaseOffset().intValue(), i);
      }
    }
    return null;
  }

  private static Instant at(List<Oracle.Entry> log, int record) {
    return log.get(record).event().getObservedAt();
  }

  private static List<Incident> between(Instant from, Instant to, List<Incident> incidents) {
    return incidents.stream()
        .filter(
            each -> !each.getUpdatedAt().isBefore(from) && !each.getUpdatedAt().isAfter(to))
        .toList();
  }
}
