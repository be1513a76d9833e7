package org.mcpruntime.watcher.correlator.history;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.schemas.topics.RecordHeaderNames;

/** What the headers of a record tell. The stream and a replay read them in the same way: here. */
public final class Stamps {

  private Stamps() {}

  /** Null when a header is missing, as with control records. */
  public static LogRecord.@Nullable Stamp of(Headers headers) {
    String operation = text(headers.lastHeader(RecordHeaderNames.OPERATION));
    String uid = text(headers.lastHeader(RecordHeaderNames.UID));
    String version = text(headers.lastHeader(RecordHeaderNames.RESOURCE_VERSION));
    return operation == null || uid == null || version == null
        ? null
        : new LogRecord.Stamp(operation, uid, version);
  }

  private static @Nullable String text(@Nullable Header header) {
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
