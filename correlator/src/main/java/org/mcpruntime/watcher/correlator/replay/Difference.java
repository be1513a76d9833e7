package org.mcpruntime.watcher.correlator.replay;

import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.avro.Incident;

/**
 * Where a replay says something else than was published.
 *
 * @param published null when nothing was published at that time
 * @param replayed null when the replay tells nothing at that time
 * @param record the record of the events log at which it showed
 */
public record Difference(
    @Nullable Incident published, @Nullable Incident replayed, LogRecord record) {

  /** One of both, for what they have in common. */
  public Incident incident() {
    return published != null ? published : Objects.requireNonNull(replayed);
  }

  /** The first field that differs; null when one of both is missing, or when only the encoding differs. */
  public @Nullable String field() {
    if (published == null || replayed == null) {
      return null;
    }
    for (Schema.Field field : published.getSchema().getFields()) {
      if (!Objects.equals(published.get(field.pos()), replayed.get(field.pos()))) {
        return field.name();
      }
    }
    return null;
  }

  /** Value of a field as it was published; empty when nothing was. */
  public String publishedValue(String field) {
    return value(published, field);
  }

  /** Value of a field as the replay tells it; empty when it tells nothing. */
  public String replayedValue(String field) {
    return value(replayed, field);
  }

  private static String value(@Nullable Incident incident, String field) {
    return incident == null ? "" : String.valueOf(incident.get(field));
  }
}
