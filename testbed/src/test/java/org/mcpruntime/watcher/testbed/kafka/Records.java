package org.mcpruntime.watcher.testbed.kafka;

import java.time.Instant;
import java.util.List;
import org.apache.avro.util.Utf8;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Evidence;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;
import org.mcpruntime.watcher.schemas.avro.IncidentStatus;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.avro.Severity;

/** Records as the services write them. */
final class Records {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Records() {}

  /** A pod's change, one second after the one before. */
  static ClusterEvent event(String cluster, long sequence) {
    return ClusterEvent.newBuilder()
        .setCluster(new Utf8(cluster))
        .setClusterUid(new Utf8("0c1d"))
        .setGroup(new Utf8(""))
        .setVersion(new Utf8("v1"))
        .setKind(new Utf8("Pod"))
        .setNamespace(new Utf8("shop"))
        .setName(new Utf8("cart-" + sequence))
        .setUid(new Utf8("uid-" + sequence))
        .setResourceVersion(new Utf8(Long.toString(1000 + sequence)))
        .setOperation(Operation.MODIFIED)
        .setOrigin(Origin.WATCH)
        .setObservedAt(START.plusSeconds(sequence))
        .setEpoch(1)
        .setSequence(sequence)
        .setObject(new Utf8(
            "{\"metadata\":{\"name\":\"cart-" + sequence + "\",\"labels\":{\"größe\":\"XL ✓\"}}}"))
        .setOriginalSize(64)
        .setRedacted(List.of(new Utf8("/spec/containers/0/env/0/value")))
        .build();
  }

  static Incident incident(String id) {
    return Incident.newBuilder()
        .setId(id)
        .setKey("prod/apps/Deployment/shop/cart#pod-image-pull")
        .setRevision(1)
        .setChange(IncidentChange.OPENED)
        .setStatus(IncidentStatus.OPEN)
        .setSeverity(Severity.CRITICAL)
        .setImpact(Impact.DEGRADED)
        .setReady(1)
        .setDesired(3)
        .setCheck("pod-image-pull")
        .setTitle("Image cannot be pulled")
        .setReason("ImagePullBackOff")
        .setCauseClass("auth")
        .setMessage("2 of 3 pods wait for image shop/cart:1.5.0 – „unauthorized“")
        .setRemediation(List.of("Fix the pull secret.", "Restart the rollout."))
        .setCluster("prod")
        .setGroup("apps")
        .setKind("Deployment")
        .setNamespace("shop")
        .setName("cart")
        .setMembers(List.of("cart-1", "cart-2"))
        .setMemberCount(2)
        .setEvidence(List.of(Evidence.newBuilder()
            .setResource("Pod/shop/cart-1")
            .setPath("status.containerStatuses[cart].state.waiting.reason")
            .setValue("ImagePullBackOff")
            .build()))
        .setFirstSeenAt(START)
        .setOpenedAt(START.plusSeconds(120))
        .setUpdatedAt(START.plusSeconds(120))
        .build();
  }
}
