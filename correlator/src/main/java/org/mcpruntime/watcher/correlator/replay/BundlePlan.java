package org.mcpruntime.watcher.correlator.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.CheckFailed;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.ParsedRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.BundleManifest;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;

/**
 * Which part of a history is needed to judge one incident again. Checks look at objects of their own namespace, at
 * cluster-scoped ones and at the operator; so these go along, and, since incidents explain each other, the namespaces of all
 * that are tied to one of those through causes and groups. A defect of our own has its subjects anywhere: where one shows, all
 * namespaces go along.
 */
public final class BundlePlan {

  /** Where the operator of MCP Runtime lives, which checks look at from everywhere. */
  private static final String OPERATOR_NAMESPACE = "mcp-runtime";

  private BundlePlan() {}

  /**
   * The plan; empty when the log does not reach back far enough to know what was there when the window begins.
   *
   * @param incident its newest record
   * @param window what to have before it opened, and after it opened or resolved
   */
  public static Optional<BundleManifest> of(
      ClusterHistory history, Incident incident, Duration window, EngineSettings settings) {
    Instant from = incident.getOpenedAt().minus(window);
    Instant resolved = incident.getResolvedAt();
    Instant to = (resolved == null ? incident.getOpenedAt() : resolved).plus(window);
    long lead = settings.leadMillis();
    Optional<Start> start = Start.of(history, from.toEpochMilli(), lead);
    if (start.isEmpty() || start.get().trueFrom() > incident.getOpenedAt().toEpochMilli()) {
      return Optional.empty();
    }
    Iterator<LogRecord> records = history.events(start.get().offset());
    if (!records.hasNext()) {
      return Optional.empty();
    }
    LogRecord first = records.next();
    return Optional.of(new BundleManifest(
        settings.build(),
        history.cluster(),
        incident.getId(),
        incident.getKey(),
        Instant.ofEpochMilli(Math.max(from.toEpochMilli(), start.get().trueFrom())),
        to,
        first.topic(),
        first.partition(),
        start.get().offset(),
        Instant.ofEpochMilli(Math.min(to.toEpochMilli(), history.evaluatedThrough())),
        namespaces(history, incident, start.get(), from.toEpochMilli() - lead, to.toEpochMilli()),
        history.policies(),
        BundleManifest.NOT_COUNTED,
        BundleManifest.NOT_COUNTED));
  }

  private static List<String> namespaces(
      ClusterHistory history, Incident incident, Start start, long since, long until) {
    Map<String, Incident> alive = new HashMap<>();
    for (Iterator<PublishedIncident> all = history.incidents(); all.hasNext(); ) {
      PublishedIncident told = all.next();
      if (told.timestamp() <= until) {
        alive.put(told.incident().getId(), told.incident());
      }
    }
    alive
        .values()
        .removeIf(each ->
            each.getStatus() != IncidentStatus.OPEN && each.getUpdatedAt().toEpochMilli() < since);
    Set<String> namespaces = new TreeSet<>();
    namespaces.add(OPERATOR_NAMESPACE);
    Set<String> keys = new TreeSet<>();
    take(incident, namespaces, keys);
    int before = -1;
    while (before != keys.size() + namespaces.size()) {
      before = keys.size() + namespaces.size();
      for (Incident each : alive.values()) {
        if (each.getNamespace() == null
            || namespaces.contains(each.getNamespace())
            || keys.contains(each.getKey())
            || isIn(keys, each.getCausedBy())
            || isIn(keys, each.getCauseGroup())) {
          take(each, namespaces, keys);
        }
      }
    }
    if (alive.values().stream().anyMatch(each -> each.getCheck().equals(CheckFailed.ID))) {
      addAll(history, start, until, namespaces);
      namespaces.remove("");
    }
    return List.copyOf(namespaces);
  }

  private static void addAll(
      ClusterHistory history, Start start, long until, Set<String> namespaces) {
    for (Iterator<LogRecord> records = history.events(start.offset()); records.hasNext(); ) {
      LogRecord record = records.next();
      if (record.timestamp() > until) {
        return;
      }
      try {
        namespaces.add(ParsedRecord.ref(record.key()).namespace());
      } catch (UnreadableRecordException e) {
        // It names no object.
      }
    }
  }

  private static void take(Incident incident, Set<String> namespaces, Set<String> keys) {
    keys.add(incident.getKey());
    if (incident.getCausedBy() != null) {
      keys.add(incident.getCausedBy());
    }
    if (incident.getCauseGroup() != null) {
      keys.add(incident.getCauseGroup());
    }
    if (incident.getNamespace() != null) {
      namespaces.add(incident.getNamespace());
    }
  }

  private static boolean isIn(Set<String> keys, @Nullable String key) {
    return key != null && keys.contains(key);
  }
}
