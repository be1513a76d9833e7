package org.mcpruntime.watcher.schemas.topics;

/** Headers of events and of the table of objects, all UTF-8; a reader filters and deduplicates by them undecoded. */
public final class RecordHeaderNames {
  public static final String OPERATION = "operation";
  public static final String KIND = "kind";
  public static final String NAMESPACE = "namespace";
  public static final String UID = "uid";
  public static final String RESOURCE_VERSION = "resourceVersion";

  private RecordHeaderNames() {}
}
