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
 * @param removals what was left out or replaced, in the order of the input; the first 100
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
    List<Removal> removals) {
  public RedactedObject {
    removals = List.copyOf(removals);
  }

  /** JSON pointers of the removals. */
  public List<String> redacted() {
    return removals.stream().map(Removal::pointer).toList();
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
        removals);
  }
}
