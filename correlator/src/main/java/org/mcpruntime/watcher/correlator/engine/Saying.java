package org.mcpruntime.watcher.correlator.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Severity;

/** The part of an incident whose change makes a new record. */
record Saying(
    Severity severity,
    Impact impact,
    String reason,
    @Nullable String causeClass,
    @Nullable String causedBy,
    @Nullable String causeGroup) {

  /** Class of a cause that no rule knows, or that was not told yet. */
  private static final String UNKNOWN = "UNKNOWN";

  static Saying of(Incident incident) {
    return new Saying(
        incident.getSeverity(),
        incident.getImpact(),
        incident.getReason(),
        incident.getCauseClass(),
        incident.getCausedBy(),
        incident.getCauseGroup());
  }

  /**
   * More severe, or as severe and users are hit harder. An order: of two sayings at most one is worse, so that what goes back
   * and forth between them is not told each time.
   */
  boolean worseThan(Saying other) {
    int bySeverity = severity.compareTo(other.severity);
    return bySeverity > 0 || (bySeverity == 0 && harm(impact).compareTo(harm(other.impact)) > 0);
  }

  /** Its order is that of harm; the published one's is not. */
  private static org.mcpruntime.watcher.checks.check.Impact harm(Impact impact) {
    return org.mcpruntime.watcher.checks.check.Impact.valueOf(impact.name());
  }

  /** Equal, but for a cause, its class or a group where none was known. */
  boolean explains(Saying other) {
    return !equals(other)
        && severity == other.severity
        && impact == other.impact
        && reason.equals(other.reason)
        && (UNKNOWN.equals(other.causeClass) || Objects.equals(other.causeClass, causeClass))
        && (other.causedBy == null || other.causedBy.equals(causedBy))
        && (other.causeGroup == null || other.causeGroup.equals(causeGroup));
  }

  void write(BinaryWriter out) {
    out.constant(severity).constant(impact).text(reason);
    out.nullableText(causeClass).nullableText(causedBy).nullableText(causeGroup);
  }

  static Saying read(BinaryReader in) {
    return new Saying(
        Severity.valueOf(in.text()),
        Impact.valueOf(in.text()),
        in.text(),
        in.nullableText(),
        in.nullableText(),
        in.nullableText());
  }
}
