package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An Event with a reason that some check reads.
 *
 * @param regarding the object it is about
 * @param regardingUid that object's uid, empty when the Event does not tell
 * @param container the container it is about, empty when it is not about one
 * @param lastSeenAt when it was last seen
 */
public record EventFacts(
    Meta meta,
    ObjectRef regarding,
    String regardingUid,
    String container,
    String reason,
    String message,
    @Nullable Instant lastSeenAt)
    implements Facts {

  /** Warnings that some check reads. Any other is not remembered. */
  static final Set<String> WARNINGS = Set.of(
      "Failed",
      "InspectFailed",
      "ErrImageNeverPull",
      "FailedMount",
      "FailedAttachVolume",
      "FailedCreatePodSandBox",
      "ProvisioningFailed");

  /** What the cluster autoscaler says of pods that wait for a node, as Events of type Normal. */
  public static final Set<String> NEWS = Set.of("TriggeredScaleUp", "NotTriggerScaleUp");

  @Override
  public List<Reference> references() {
    return List.of(new Reference(Link.REGARDING, regarding));
  }

  void write(BinaryWriter out) {
    out.ref(regarding);
    out.text(regardingUid);
    out.text(container);
    out.text(reason);
    out.text(message);
    out.nullable(lastSeenAt, out::time);
  }

  static EventFacts read(Meta meta, BinaryReader in) {
    return new EventFacts(
        meta, in.ref(), in.text(), in.text(), in.text(), in.text(), in.nullable(in::time));
  }
}
