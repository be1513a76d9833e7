package org.mcpruntime.watcher.oracle;

import java.util.List;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;

/**
 * One record of an incident, as far as the oracle knows it. Times are milliseconds; 0 or empty stand for none.
 *
 * @param at updatedAt
 */
public record IncidentRecord(
    String key, int revision, IncidentChange change, long at, Episode episode, Words words) {

  /** What has come of it so far. */
  public record Episode(
      long onset, long openedAt, long resolvedAt, String closeReason, int reopened, int peak) {}

  /** What is said of a workload that fails. */
  public record Words(News news, int ready, int desired, List<String> members) {}

  /** Worth a record when it changes. */
  public record News(Impact impact, String reason, String type, String cause, String group) {}
}
