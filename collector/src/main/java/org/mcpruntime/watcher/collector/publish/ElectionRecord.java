package org.mcpruntime.watcher.collector.publish;

import java.util.Set;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/**
 * A ConfigMap or Endpoints object that only says who leads, as older leader election keeps it: rewritten every few seconds,
 * and of no use to a reader. Newer election has Leases, a kind of its own that is not collected. See the {@code
 * LeaderElectionRecordAnnotationKey} of client-go's {@code tools/leaderelection/resourcelock}.
 */
final class ElectionRecord {
  private static final Set<String> KINDS = Set.of("ConfigMap", "Endpoints");

  /** The annotation, as the report of what was removed names it: its value is JSON, which does not leave the process. */
  private static final String REMOVED =
      "/metadata/annotations/control-plane.alpha.kubernetes.io~1leader";

  private ElectionRecord() {}

  static boolean is(RedactedObject object) {
    return KINDS.contains(object.kind())
        && object.removals().stream().anyMatch(removal -> removal.pointer().equals(REMOVED));
  }
}
