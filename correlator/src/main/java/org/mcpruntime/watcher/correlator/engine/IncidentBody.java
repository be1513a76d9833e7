package org.mcpruntime.watcher.correlator.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;

/** An incident as the bytes that are published, without magic byte and schema id. */
public final class IncidentBody {

  private IncidentBody() {}

  public static byte[] of(Incident incident) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<Incident>(RecordSchema.of(Incident.class).schema())
          .write(incident, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
