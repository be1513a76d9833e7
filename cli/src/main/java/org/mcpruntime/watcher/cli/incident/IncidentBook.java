package org.mcpruntime.watcher.cli.incident;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;

/** The newest record of each incident, and which of them explain which. Not thread-safe. */
public final class IncidentBook {

  /** Worst first, then oldest first: the order of every listing. */
  public static final Comparator<Incident> WORST_FIRST = Comparator.comparing(
          Incident::getSeverity, Comparator.reverseOrder())
      .thenComparing(Incident::getOpenedAt)
      .thenComparing(Incident::getKey);

  private final Map<String, Incident> newest = new LinkedHashMap<>();
  private final Map<String, Incident> openByKey = new HashMap<>();

  /** Takes the next record in topic order; returns the record of this id that it replaces. */
  public Optional<Incident> apply(Incident incident) {
    Incident before = newest.put(incident.getId(), incident);
    if (incident.getStatus() == IncidentStatus.OPEN) {
      openByKey.put(incident.getKey(), incident);
    } else {
      openByKey.computeIfPresent(
          incident.getKey(), (key, open) -> open.getId().equals(incident.getId()) ? null : open);
    }
    return Optional.ofNullable(before);
  }

  /** Forgets an id that a tombstone removed. */
  public void remove(String id) {
    Incident removed = newest.remove(id);
    if (removed != null) {
      openByKey.remove(removed.getKey(), removed);
    }
  }

  public Collection<Incident> all() {
    return List.copyOf(newest.values());
  }

  public List<Incident> open() {
    return openByKey.values().stream().sorted(WORST_FIRST).toList();
  }

  /** Open incidents that no other open incident explains. */
  public List<Incident> headlines() {
    return open().stream().filter(this::isHeadline).toList();
  }

  /** Whether nothing that is open explains it. True for a resolved incident without an open cause, too. */
  public boolean isHeadline(Incident incident) {
    return cause(incident) == null;
  }

  /** What an open incident explains, directly or through others: its own subject first, then in order of opening. */
  public List<Incident> explainedBy(Incident headline) {
    List<Incident> explained = new ArrayList<>();
    for (Incident candidate : openByKey.values()) {
      if (causes(candidate).stream().anyMatch(cause -> cause.getId().equals(headline.getId()))) {
        explained.add(candidate);
      }
    }
    explained.sort(Comparator.comparing((Incident i) -> !sameSubject(i, headline))
        .thenComparing(Incident::getOpenedAt)
        .thenComparing(Incident::getKey));
    return explained;
  }

  /** The open incidents that explain it, nearest first; the last one is the headline. Empty for a headline. */
  public List<Incident> causes(Incident incident) {
    List<Incident> causes = new ArrayList<>();
    Set<String> passed = new HashSet<>(Set.of(incident.getKey()));
    Incident cause = cause(incident);
    while (cause != null && passed.add(cause.getKey())) {
      causes.add(cause);
      cause = cause(cause);
    }
    return causes;
  }

  /** Incidents whose id begins with {@code prefix}. */
  public List<Incident> byIdPrefix(String prefix) {
    return newest.values().stream().filter(i -> i.getId().startsWith(prefix)).toList();
  }

  private @Nullable Incident cause(Incident incident) {
    Incident cause = openOther(incident, incident.getCausedBy());
    return cause != null ? cause : openOther(incident, incident.getCauseGroup());
  }

  private @Nullable Incident openOther(Incident incident, @Nullable String key) {
    return key == null || key.equals(incident.getKey()) ? null : openByKey.get(key);
  }

  private static boolean sameSubject(Incident a, Incident b) {
    return a.getKey().substring(0, subjectEnd(a)).equals(b.getKey().substring(0, subjectEnd(b)));
  }

  private static int subjectEnd(Incident incident) {
    int end = incident.getKey().indexOf('#');
    return end < 0 ? incident.getKey().length() : end;
  }
}
