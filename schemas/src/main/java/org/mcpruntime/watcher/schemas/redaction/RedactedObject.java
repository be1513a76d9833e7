package org.mcpruntime.watcher.schemas.redaction;

import java.util.List;

/**
 * One object as it may leave the process. Absent identity fields are empty.
 *
 * @param json the object's JSON after redaction, UTF-8; owned by the receiver. Makes this record unfit for equals.
 * @param namespace empty for cluster-scoped objects
 * @param resourceVersion opaque position; compare for equality only
 * @param originalSizeBytes size of the input
 * @param truncated whether the largest values were replaced by {@code "[truncated]"} to meet the size limit
 * @param redacted JSON pointers (RFC 6901, in terms of the input) of what was removed or replaced; the first 100
 */
@SuppressWarnings(
    "ArrayRecordComponent") // bytes go to the producer as they are; nobody compares these records
public record RedactedObject(
    byte[] json,
    String apiVersion,
    String kind,
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    int originalSizeBytes,
    boolean truncated,
    List<String> redacted) {
  public RedactedObject {
    redacted = List.copyOf(redacted);
  }

  RedactedObject truncatedTo(byte[] less) {
    return new RedactedObject(
        less,
        apiVersion,
        kind,
        namespace,
        name,
        uid,
        resourceVersion,
        originalSizeBytes,
        true,
        redacted);
  }
}
