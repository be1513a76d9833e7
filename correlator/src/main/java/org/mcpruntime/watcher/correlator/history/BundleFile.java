package org.mcpruntime.watcher.correlator.history;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificData;
import org.mcpruntime.watcher.schemas.serde.RecordSchema;

/** The layout of a bundle: a zip of a manifest and Avro container files, each entry a record with where it stood. */
final class BundleFile {

  /** Raised when a reader of the one before could not read it. */
  static final int VERSION = 1;

  static final String MANIFEST = "manifest.json";
  static final String EVENTS = "events.avro";
  static final String INCIDENTS = "incidents.avro";

  static final String OFFSET = "offset";
  static final String TIMESTAMP = "timestamp";
  static final String KEY = "key";
  static final String VALUE = "value";

  private BundleFile() {}

  /** Schema of the entries around records of this type. */
  static Schema entries(String name, Class<?> type) {
    return SchemaBuilder.record(name)
        .namespace("org.mcpruntime.watcher.bundle")
        .fields()
        .requiredLong(OFFSET)
        .requiredLong(TIMESTAMP)
        .requiredString(KEY)
        .name(VALUE)
        .type(RecordSchema.of(type).schema())
        .noDefault()
        .endRecord();
  }

  /** Finds our record classes and their logical types. */
  static SpecificData model(Class<?> type) {
    return SpecificData.getForClass(type);
  }
}
