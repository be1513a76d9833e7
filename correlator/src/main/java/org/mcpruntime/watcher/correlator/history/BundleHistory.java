package org.mcpruntime.watcher.correlator.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.IncidentBody;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** The history that a bundle holds: that of some namespaces of a cluster around one incident. Read from the file as asked for. */
public final class BundleHistory implements ClusterHistory {

  private final ZipFile file;
  private final BundleManifest manifest;
  private final List<DataFileStream<GenericRecord>> open = new ArrayList<>();

  private BundleHistory(ZipFile file, BundleManifest manifest) {
    this.file = file;
    this.manifest = manifest;
  }

  /**
   * Opens a bundle.
   *
   * @throws BundleException when it is none
   */
  public static BundleHistory open(Path path) {
    if (!Files.exists(path)) {
      throw new BundleException("there is no such file");
    }
    if (Files.isDirectory(path)) {
      throw new BundleException("is no bundle: it is a directory");
    }
    ZipFile file;
    try {
      file = new ZipFile(path.toFile());
    } catch (IOException e) {
      throw new BundleException("is no bundle: " + e.getMessage());
    }
    try (InputStream in = file.getInputStream(entry(file, BundleFile.MANIFEST))) {
      return new BundleHistory(file, BundleManifest.read(in.readAllBytes()));
    } catch (IOException e) {
      throw new BundleException("is no bundle: " + e.getMessage());
    }
  }

  public BundleManifest manifest() {
    return manifest;
  }

  @Override
  public String cluster() {
    return manifest.cluster();
  }

  @Override
  public Iterator<LogRecord> events(long fromOffset) {
    return new Mapped<>(
        entries(BundleFile.EVENTS, "Event", ClusterEvent.class, manifest.events()),
        entry -> event(entry, fromOffset));
  }

  @Override
  public long beginOffset() {
    return manifest.beginOffset();
  }

  @Override
  public Optional<Tick> tickBefore(long time) {
    Tick found = null;
    for (Iterator<LogRecord> records = events(beginOffset()); records.hasNext(); ) {
      LogRecord record = records.next();
      if (record.timestamp() > time) {
        break;
      }
      found = Tick.newest(record, found);
    }
    return Optional.ofNullable(found);
  }

  @Override
  public Iterator<PublishedIncident> incidents() {
    return new Mapped<>(
        entries(BundleFile.INCIDENTS, "Told", Incident.class, manifest.incidents()),
        BundleHistory::incident);
  }

  @Override
  public List<Policy> policies() {
    return manifest.policies();
  }

  @Override
  public long evaluatedThrough() {
    return manifest.evaluatedThrough().toEpochMilli();
  }

  @Override
  public void close() {
    try {
      for (DataFileStream<GenericRecord> stream : open) {
        stream.close();
      }
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable LogRecord event(GenericRecord entry, long fromOffset) {
    long offset = (long) entry.get(BundleFile.OFFSET);
    if (offset < fromOffset) {
      return null;
    }
    ClusterEvent event = (ClusterEvent) entry.get(BundleFile.VALUE);
    LogRecord.Stamp stamp = event.getUid() == null || event.getResourceVersion() == null
        ? null
        : new LogRecord.Stamp(
            event.getOperation().name(),
            event.getUid().toString(),
            event.getResourceVersion().toString());
    return new LogRecord(
        manifest.topic(),
        manifest.partition(),
        offset,
        (long) entry.get(BundleFile.TIMESTAMP),
        entry.get(BundleFile.KEY).toString(),
        stamp,
        () -> event);
  }

  private static PublishedIncident incident(GenericRecord entry) {
    Incident incident = (Incident) entry.get(BundleFile.VALUE);
    return new PublishedIncident(
        (long) entry.get(BundleFile.OFFSET),
        (long) entry.get(BundleFile.TIMESTAMP),
        IncidentBody.of(incident),
        incident);
  }

  private Iterator<GenericRecord> entries(
      String name, String schema, Class<?> type, long expected) {
    try {
      SpecificDatumReader<GenericRecord> reader = new SpecificDatumReader<>(BundleFile.model(type));
      reader.setExpected(BundleFile.entries(schema, type));
      DataFileStream<GenericRecord> stream =
          new DataFileStream<>(file.getInputStream(entry(file, name)), reader);
      open.add(stream);
      return new Entries(stream, name, expected);
    } catch (IOException e) {
      throw new BundleException("is damaged: " + e.getMessage());
    }
  }

  /** One entry of the zip. An Avro file that was cut looks as if it were complete, so its records are counted. */
  private static final class Entries implements Iterator<GenericRecord> {
    private final DataFileStream<GenericRecord> stream;
    private final String name;
    private final long expected;
    private long read;

    Entries(DataFileStream<GenericRecord> stream, String name, long expected) {
      this.stream = stream;
      this.name = name;
      this.expected = expected;
    }

    @Override
    public boolean hasNext() {
      boolean more = undamaged(stream::hasNext);
      if (!more && read < expected) {
        throw new BundleException("is damaged: " + name + " ends too early, after " + read + " of "
            + expected + " records");
      }
      return more;
    }

    @Override
    public GenericRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      read++;
      return undamaged(stream::next);
    }

    /** Bytes that are not what they were can mean anything to who reads them. */
    private <T> T undamaged(Supplier<T> reading) {
      try {
        return reading.get();
      } catch (RuntimeException e) {
        throw new BundleException("is damaged: " + name + ": " + e.getMessage());
      }
    }
  }

  private static ZipEntry entry(ZipFile file, String name) {
    ZipEntry entry = file.getEntry(name);
    if (entry == null) {
      String is = name.equals(BundleFile.MANIFEST) ? "is no bundle: " : "is damaged: ";
      throw new BundleException(is + name + " is missing");
    }
    return entry;
  }
}
