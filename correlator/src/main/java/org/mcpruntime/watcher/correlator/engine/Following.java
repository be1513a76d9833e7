package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Provenance;
import org.mcpruntime.watcher.schemas.avro.ProvenanceRole;

/**
 * A life whose last record is known, whatever it would have told by itself. What is being counted (hold, settle) goes on,
 * since it depends on the log alone; all else of an episode stands in its record.
 */
final class Following {

  private Following() {}

  /**
   * The life that follows.
   *
   * @param life as it came about without knowing what was told
   * @param last null when nothing was told, or nothing that is still remembered
   */
  static Life of(Life life, @Nullable Incident last) {
    if (last != null && last.getStatus() == IncidentStatus.OPEN) {
      if (life instanceof Life.Settling settling) {
        return new Life.Settling(
            opened(settling.open(), last), settling.settle(), settling.began());
      }
      return opened(life instanceof Life.Open open ? open : null, last);
    }
    if (life instanceof Life.Pending pending) {
      return last == null ? pending : new Life.Returning(last, pending);
    } else if (life instanceof Life.Returning returning) {
      return last == null ? returning.pending() : new Life.Returning(last, returning.pending());
    }
    return last == null ? Life.Quiet.INSTANCE : new Life.Resolved(last);
  }

  /** The last record of a life; null when it has none. */
  static @Nullable Incident told(Life life) {
    Life.Open open = life.asOpen();
    if (open != null) {
      return open.told();
    } else if (life instanceof Life.Resolved resolved) {
      return resolved.told();
    }
    return life instanceof Life.Returning returning ? returning.told() : null;
  }

  private static Life.Open opened(Life.@Nullable Open life, Incident last) {
    if (life != null && life.told().equals(last)) {
      return life;
    }
    List<RecordRef> opened = new ArrayList<>();
    for (Provenance each : last.getProvenance()) {
      if (each.getRole() == ProvenanceRole.OPENED) {
        opened.add(origin(each));
      }
    }
    Onset onset = new Onset(
        last.getFirstSeenAt() == null ? Onset.UNKNOWN : last.getFirstSeenAt().toEpochMilli(),
        opened.get(0));
    return new Life.Open(
        last,
        onset,
        opened,
        life == null ? List.of() : life.causes(),
        grouped(life, last),
        life == null ? null : life.calmer(),
        life == null ? null : life.eased());
  }

  /** Since when a record names its group is not in it; one horizon later it does not matter any more. */
  private static long grouped(Life.@Nullable Open life, Incident last) {
    if (life != null) {
      return life.with(last).grouped();
    }
    return last.getCauseGroup() == null
        ? Life.Open.UNGROUPED
        : last.getOpenedAt().toEpochMilli();
  }

  private static RecordRef origin(Provenance record) {
    return new RecordRef(
        record.getTopic(),
        record.getPartition(),
        record.getOffset(),
        record.getObservedAt().toEpochMilli(),
        record.getUid(),
        record.getResourceVersion());
  }
}
