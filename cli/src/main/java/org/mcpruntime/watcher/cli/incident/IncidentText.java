package org.mcpruntime.watcher.cli.incident;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** The words for one incident. */
public final class IncidentText {

  /** As many letters of an id as a listing shows; enough to tell incidents apart. */
  public static final int SHORT_ID = 8;

  private IncidentText() {}

  public static String shortId(Incident incident) {
    return incident.getId().substring(0, Math.min(SHORT_ID, incident.getId().length()));
  }

  public static String severity(Incident incident) {
    return lower(incident.getSeverity());
  }

  /** {@code down 0/2}; {@code unknown} without numbers. */
  public static String impact(Incident incident) {
    String counts = counts(incident);
    return lower(incident.getImpact()) + (counts.isEmpty() ? "" : " " + counts);
  }

  /** {@code 0/2}; empty when the replicas are not known. */
  public static String counts(Incident incident) {
    Integer ready = incident.getReady();
    Integer desired = incident.getDesired();
    return ready == null || desired == null ? "" : ready + "/" + desired;
  }

  /** {@code Deployment/cart}. */
  public static String subject(Incident incident) {
    return incident.getKind() + "/" + incident.getName();
  }

  /** {@code shop/cart}: who is hit, as short as one can say it. */
  public static String place(Incident incident) {
    String namespace = incident.getNamespace();
    String name = incident.getServer() == null ? incident.getName() : incident.getServer();
    return namespace == null ? name : namespace + "/" + name;
  }

  /**
   * What a headline says of one that it explains: only the check where the subject is the same, and the namespace where it
   * is another one.
   */
  public static String explained(Incident headline, Incident explained) {
    boolean sameNamespace = same(headline.getNamespace(), explained.getNamespace());
    if (sameNamespace && subject(headline).equals(subject(explained))) {
      return explained.getCheck();
    }
    return (sameNamespace ? subject(explained) : place(explained)) + " " + explained.getCheck();
  }

  /** {@code Pod/shop/cart status.phase = Pending}, one for each. */
  static List<String> evidence(Incident incident) {
    return incident.getEvidence().stream()
        .map(each -> each.getResource() + " " + each.getPath() + " = " + each.getValue())
        .toList();
  }

  /** The record tells times in UTC; who reads another zone has to be told. */
  static @Nullable String change(Incident incident, Times times) {
    String change = incident.getLastChange();
    return change == null || times.zoneName(incident.getOpenedAt()).equals("UTC")
        ? change
        : change + " (UTC)";
  }

  private static boolean same(@Nullable String a, @Nullable String b) {
    return a == null ? b == null : a.equals(b);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
