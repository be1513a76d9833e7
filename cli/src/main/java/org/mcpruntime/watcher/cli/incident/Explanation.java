package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Evidence;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Provenance;

/**
 * Why an incident was told, from what is kept of it.
 *
 * @param incident its newest record
 * @param life its records that are kept, oldest first
 * @param witnesses the records of the log that it rests on
 * @param causes what explains it, the nearest first
 * @param effects what it explains, directly
 * @param group the incident that its cause group stands for, when there is one
 */
public record Explanation(
    Incident incident,
    List<Incident> life,
    List<Witness> witnesses,
    List<Incident> causes,
    List<Incident> effects,
    @Nullable Incident group) {

  /** Around an incident, so that a replay shows what was before and after. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /**
   * A record of the log that an incident rests on.
   *
   * @param event as it stands in the log; null when it does not any more
   * @param missing why there is no event; empty when there is one
   * @param values what the paths of the evidence say in this record
   */
  public record Witness(
      Provenance provenance, @Nullable ClusterEvent event, String missing, List<Evidence> values) {
    public Witness {
      values = List.copyOf(values);
    }
  }

  public Explanation {
    life = List.copyOf(life);
    witnesses = List.copyOf(witnesses);
    causes = List.copyOf(causes);
    effects = List.copyOf(effects);
  }

  public static Explanation of(ClusterHistory history, Incident newest) {
    List<Incident> life = new ArrayList<>();
    IncidentBook book = new IncidentBook();
    for (Iterator<PublishedIncident> all = history.incidents(); all.hasNext(); ) {
      Incident incident = all.next().incident();
      book.apply(incident);
      if (incident.getId().equals(newest.getId())) {
        life.add(incident);
      }
    }
    return new Explanation(
        newest,
        life,
        newest.getProvenance().stream()
            .map(provenance -> witness(history, newest, provenance))
            .toList(),
        causes(book, newest),
        book.all().stream()
            .filter(other -> newest.getKey().equals(other.getCausedBy()) && overlap(newest, other))
            .sorted(IncidentBook.WORST_FIRST)
            .toList(),
        at(book, newest.getCauseGroup(), newest));
  }

  /**
   * The words of the command that judges it again, behind those that say where the log is.
   *
   * @param evaluated the end of what can be replayed
   */
  public List<String> replay(Instant evaluated) {
    List<String> words = new ArrayList<>(List.of("--from"));
    words.add(
        incident.getOpenedAt().minus(MARGIN).truncatedTo(ChronoUnit.SECONDS).toString());
    Instant resolved = incident.getResolvedAt();
    Instant end = (resolved == null ? incident.getUpdatedAt() : resolved).plus(MARGIN);
    // Without an end it goes as far as there is something.
    if (end.isBefore(evaluated)) {
      words.add("--to");
      words.add(end.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    if (incident.getNamespace() != null) {
      words.add("-n");
      words.add(incident.getNamespace());
    }
    return words;
  }

  private static Witness witness(ClusterHistory history, Incident incident, Provenance provenance) {
    if (provenance.getOffset() < history.beginOffset()) {
      return new Witness(provenance, null, "no longer kept", List.of());
    }
    Iterator<LogRecord> records = history.events(provenance.getOffset());
    LogRecord record = records.hasNext() ? records.next() : null;
    if (record == null || record.offset() != provenance.getOffset()) {
      return new Witness(provenance, null, "not in this log", List.of());
    }
    try {
      ClusterEvent event = record.body().decode();
      return new Witness(provenance, event, "", EvidencePath.values(incident, event));
    } catch (UnreadableRecordException e) {
      return new Witness(provenance, null, "cannot be read: " + e.getMessage(), List.of());
    }
  }

  private static List<Incident> causes(IncidentBook book, Incident incident) {
    List<Incident> causes = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(incident.getKey()));
    Incident at = at(book, incident.getCausedBy(), incident);
    while (at != null && seen.add(at.getKey())) {
      causes.add(at);
      at = at(book, at.getCausedBy(), incident);
    }
    return causes;
  }

  /** The newest incident of a key that was there while this one was. */
  private static @Nullable Incident at(IncidentBook book, @Nullable String key, Incident incident) {
    return key == null
        ? null
        : book.all().stream()
            .filter(other -> other.getKey().equals(key) && overlap(incident, other))
            .reduce((first, second) -> second)
            .orElse(null);
  }

  private static boolean overlap(Incident a, Incident b) {
    return startsBeforeEndOf(a, b) && startsBeforeEndOf(b, a);
  }

  private static boolean startsBeforeEndOf(Incident a, Incident b) {
    Instant end = b.getResolvedAt();
    return end == null || !a.getOpenedAt().isAfter(end);
  }
}
