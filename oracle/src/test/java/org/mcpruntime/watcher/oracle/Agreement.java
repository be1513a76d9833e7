package org.mcpruntime.watcher.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Severity;

/** Compares what was told with what must be told, for each incident key in order. */
final class Agreement {

  private static final int CONTEXT = 12;

  private Agreement() {}

  /** Gives the first difference in time, with the records before it; null when there is none. */
  static @Nullable String difference(SeededHistory.History history, List<Incident> actual) {
    Map<String, List<IncidentRecord>> expected = new TreeMap<>();
    for (IncidentRecord record : Oracle.expect(history.log(), history.instant())) {
      expected.computeIfAbsent(record.key(), k -> new ArrayList<>()).add(record);
    }
    Map<String, List<IncidentRecord>> told = new TreeMap<>();
    Map<String, String> ids = new HashMap<>();
    for (Incident incident : actual) {
      if (incident.getCheck().equals("registry-image-pull")) {
        continue;
      }
      if (contradictsItself(incident)) {
        return "contradicts itself: " + incident;
      }
      told.computeIfAbsent(incident.getKey(), k -> new ArrayList<>()).add(told(incident));
      String episode = incident.getKey() + " " + incident.getOpenedAt();
      if (!episode.equals(ids.computeIfAbsent(incident.getId(), k -> episode))) {
        return "one id for two episodes: " + episode + " and " + ids.get(incident.getId());
      }
    }
    TreeSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(told.keySet());
    String first = null;
    long firstAt = Long.MAX_VALUE;
    for (String key : keys) {
      List<IncidentRecord> must = expected.getOrDefault(key, List.of());
      List<IncidentRecord> did = told.getOrDefault(key, List.of());
      for (int i = 0; i < Math.max(must.size(), did.size()); i++) {
        IncidentRecord right = i < must.size() ? must.get(i) : null;
        IncidentRecord is = i < did.size() ? did.get(i) : null;
        if (!Objects.equals(right, is)) {
          long at = Math.min(at(right), at(is));
          if (at < firstAt) {
            firstAt = at;
            first = key + "\n  must be " + right + "\n  was     " + is
                + (i == 0 ? "" : "\n  before  " + must.get(i - 1));
          }
          break;
        }
      }
    }
    return first == null ? null : first + "\n" + context(history.log(), firstAt);
  }

  private static long at(@Nullable IncidentRecord record) {
    return record == null ? Long.MAX_VALUE : record.at();
  }

  private static String context(List<Oracle.Entry> log, long at) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      ClusterEvent event = log.get(i).event();
      if (event.getObservedAt().toEpochMilli() > at) {
        break;
      }
      if (event.getOperation() == Operation.TICK) {
        StringBuilder coverage = new StringBuilder();
        event.getCoverage().forEach(kind -> coverage
            .append(kind.getKind())
            .append(" ")
            .append(kind.getState())
            .append(" ")
            .append(kind.getSince())
            .append(" ")
            .append(kind.getLastProgress())
            .append("; "));
        if (i > 0 && log.get(i - 1).event().getOperation() == Operation.TICK && !lines.isEmpty()) {
          lines.remove(lines.size() - 1);
        }
        lines.add(i + " " + event.getObservedAt() + " TICK " + coverage);
        continue;
      }
      lines.add(i + " " + event.getObservedAt() + " " + event.getOperation() + " "
          + event.getOrigin() + " " + log.get(i).key() + " "
          + (event.getKind() == null ? "" : event.getKind()) + " "
          + (event.getSnapshotId() == null ? "" : event.getSnapshotId())
          + (event.getGap() == null ? "" : event.getGap()) + " "
          + (event.getObject() == null ? "" : event.getObject()));
    }
    return String.join("\n", lines.subList(Math.max(0, lines.size() - CONTEXT), lines.size()));
  }

  private static boolean contradictsItself(Incident incident) {
    boolean down = incident.getImpact() == Impact.DOWN;
    return (incident.getReopened() > 1 && !incident.getFlapping())
        || incident.getSeverity() != (down ? Severity.CRITICAL : Severity.WARNING)
        || (incident.getStatus() == IncidentStatus.OPEN) != (incident.getCloseReason() == null)
        || incident.getMemberCount() != incident.getMembers().size();
  }

  /** The fields that the oracle knows. */
  private static IncidentRecord told(Incident incident) {
    return new IncidentRecord(
        incident.getKey(),
        incident.getRevision(),
        incident.getChange(),
        millis(incident.getUpdatedAt()),
        new IncidentRecord.Episode(
            millis(incident.getFirstSeenAt()),
            millis(incident.getOpenedAt()),
            millis(incident.getResolvedAt()),
            text(incident.getCloseReason()),
            incident.getReopened(),
            incident.getPeakMembers()),
        new IncidentRecord.Words(
            new IncidentRecord.News(
                incident.getImpact(),
                incident.getReason(),
                text(incident.getCauseClass()),
                text(incident.getCausedBy()),
                text(incident.getCauseGroup())),
            Objects.requireNonNullElse(incident.getReady(), -1),
            Objects.requireNonNullElse(incident.getDesired(), -1),
            incident.getMembers()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static long millis(@Nullable Instant instant) {
    return instant == null ? 0 : instant.toEpochMilli();
  }
}
