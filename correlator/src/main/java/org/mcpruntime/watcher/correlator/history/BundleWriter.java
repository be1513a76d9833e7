package org.mcpruntime.watcher.correlator.history;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificDatumWriter;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.ParsedRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;

/**
 * Writes a bundle: what the log holds already, and nothing else. So all of it has passed redaction, and records keep their
 * offsets and times.
 */
public final class BundleWriter {

  /**
   * What was written.
   *
   * @param unreadable records that were left out because they cannot be read
   */
  public record Written(long events, long incidents, long unreadable) {}

  private BundleWriter() {}

  /**
   * Writes one.
   *
   * @param manifest says from which offset, until when, and of which namespaces
   * @throws IOException when the file cannot be written; what is there of it is of no use then
   */
  public static Written write(Path path, BundleManifest manifest, ClusterHistory history)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      long[] events = events(zip, manifest, history);
      long incidents = incidents(zip, manifest, history);
      Written written =
          new Written(events[0], incidents, events[1] + unreadable(manifest, history));
      // Last, since it says how much there is before it.
      zip.putNextEntry(new ZipEntry(BundleFile.MANIFEST));
      zip.write(manifest.counted(written.events(), written.incidents()).json());
      zip.closeEntry();
      return written;
    }
  }

  private static long[] events(ZipOutputStream zip, BundleManifest manifest, ClusterHistory history)
      throws IOException {
    long written = 0;
    long unreadable = 0;
    Set<String> namespaces = Set.copyOf(manifest.namespaces());
    Schema schema = BundleFile.entries("Event", ClusterEvent.class);
    try (DataFileWriter<GenericRecord> out =
        begin(zip, BundleFile.EVENTS, schema, ClusterEvent.class)) {
      for (Iterator<LogRecord> records = history.events(manifest.beginOffset());
          records.hasNext(); ) {
        LogRecord record = records.next();
        if (record.timestamp() > manifest.to().toEpochMilli()) {
          break;
        }
        try {
          // Whoever it concerns, the first record is kept: its number may be the first of all.
          if (concerns(record.key(), namespaces) || written == 0) {
            out.append(entry(
                schema,
                record.offset(),
                record.timestamp(),
                record.key(),
                record.body().decode()));
            written++;
          }
        } catch (UnreadableRecordException e) {
          unreadable++;
        }
      }
    }
    return new long[] {written, unreadable};
  }

  private static long incidents(
      ZipOutputStream zip, BundleManifest manifest, ClusterHistory history) throws IOException {
    long written = 0;
    Schema schema = BundleFile.entries("Told", Incident.class);
    try (DataFileWriter<GenericRecord> out =
        begin(zip, BundleFile.INCIDENTS, schema, Incident.class)) {
      for (Iterator<PublishedIncident> all = history.incidents(); all.hasNext(); ) {
        PublishedIncident told = all.next();
        String namespace = told.incident().getNamespace();
        if (told.timestamp() <= manifest.to().toEpochMilli()
            && (namespace == null || manifest.namespaces().contains(namespace))) {
          out.append(entry(
              schema, told.offset(), told.timestamp(), told.incident().getId(), told.incident()));
          written++;
        }
      }
    }
    return written;
  }

  /** Incident records that would be missed when the window is judged again. */
  private static long unreadable(BundleManifest manifest, ClusterHistory history) {
    return history.unreadableIncidents().stream()
        .filter(record -> record.timestamp() >= manifest.from().toEpochMilli()
            && record.timestamp() <= manifest.to().toEpochMilli())
        .count();
  }

  /** Control records and cluster-scoped objects concern everybody. */
  private static boolean concerns(String key, Set<String> namespaces)
      throws UnreadableRecordException {
    String namespace = ParsedRecord.ref(key).namespace();
    return namespace.isEmpty() || namespaces.contains(namespace);
  }

  private static GenericRecord entry(
      Schema schema, long offset, long timestamp, String key, Object value) {
    GenericRecord entry = new GenericData.Record(schema);
    entry.put(BundleFile.OFFSET, offset);
    entry.put(BundleFile.TIMESTAMP, timestamp);
    entry.put(BundleFile.KEY, key);
    entry.put(BundleFile.VALUE, value);
    return entry;
  }

  private static DataFileWriter<GenericRecord> begin(
      ZipOutputStream zip, String name, Schema schema, Class<?> type) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    return new DataFileWriter<GenericRecord>(
            new SpecificDatumWriter<>(schema, BundleFile.model(type)))
        .setCodec(CodecFactory.nullCodec())
        .create(schema, new OneEntry(zip));
  }

  /** Ends the entry instead of the zip. */
  private static final class OneEntry extends FilterOutputStream {
    private final ZipOutputStream zip;

    OneEntry(ZipOutputStream zip) {
      super(zip);
      this.zip = zip;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      zip.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      zip.closeEntry();
    }
  }
}
