package org.mcpruntime.watcher.collector.publish;

/** Headers of events and of the table of objects, all UTF-8; a reader filters and deduplicates by them undecoded. */
final class RecordHeaderNames {
  static final String OPERATION = "operation";
  static final String KIND = "kind";
  static final String NAMESPACE = "namespace";
  static final String UID = "uid";
  static final String RESOURCE_VERSION = "resourceVersion";

  private RecordHeaderNames() {}
}
