package org.mcpruntime.watcher.correlator.history;

import java.util.Iterator;
import org.mcpruntime.watcher.schemas.avro.Incident;

/**
 * An incident record as published.
 *
 * @param timestamp of the record, milliseconds
 * @param body the Avro body, without magic byte and schema id; nobody changes it
 */
// Two of them are never compared: the body is for comparing with what a replay says.
@SuppressWarnings("ArrayRecordComponent")
public record PublishedIncident(long offset, long timestamp, byte[] body, Incident incident) {

  /** Only what they say, read as it is asked for. */
  public static Iterator<Incident> incidents(Iterator<PublishedIncident> all) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Incident next() {
        return all.next().incident();
      }
    };
  }
}
