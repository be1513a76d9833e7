package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.Severity;

/** The part of an incident whose change makes a new record. */
record Saying(
    Severity severity,
    Impact impact,
    String reason,
    @Nullable String causedBy,
    @Nullable String causeGroup) {

  static Saying of(Incident incident) {
    return new Saying(
        incident.getSeverity(),
        incident.getImpact(),
        incident.getReason(),
        incident.getCausedBy(),
        incident.getCauseGroup());
  }

  /** More severe, or users are hit harder. */
  boolean worseThan(Saying other) {
    return severity.compareTo(other.severity) > 0 || impact.compareTo(other.impact) > 0;
  }

  /** Equal, but for a cause or a group where none was told. */
  boolean explains(Saying other) {
    return !equals(other)
        && severity == other.severity
        && impact == other.impact
        && reason.equals(other.reason)
        && (other.causedBy == null || other.causedBy.equals(causedBy))
        && (other.causeGroup == null || other.causeGroup.equals(causeGroup));
  }

  void write(ByteWriter out) {
    out.constant(severity).constant(impact).text(reason);
    out.nullableText(causedBy).nullableText(causeGroup);
  }

  static Saying read(ByteReader in) {
    return new Saying(
        Severity.valueOf(in.text()),
        Impact.valueOf(in.text()),
        in.text(),
        in.nullableText(),
        in.nullableText());
  }
}
