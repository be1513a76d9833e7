package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment.
 *
 * @param desired spec.replicas, 1 when absent
 * @param maxUnavailable pods that a rollout may take away, resolved from percent as the controller does it
 * @param observedGeneration generation that the status belongs to
 * @param progressedAt when the controller last saw a rollout move (lastUpdateTime of the condition Progressing); null
 *     when it never did
 * @param conditions Available, Progressing and ReplicaFailure, sorted by type
 * @param images of the pod template, init containers first
 * @param config ConfigMaps and Secrets that the pod template refers to, such as {@code ConfigMap/settings}, sorted
 * @param stamps annotations of the pod template that are written when configuration has changed, such as {@code
 *     checksum/config=5f3a}: the name with a hash of the value, sorted
 * @param podLabels of the pod template as {@code name=value}, sorted
 * @param ingressReadiness MCP_INGRESS_READINESS_MODE of its containers, which only the operator of MCP Runtime has; null
 *     when absent
 */
public record DeploymentFacts(
    Meta meta,
    int desired,
    boolean paused,
    int maxUnavailable,
    long observedGeneration,
    int updated,
    int ready,
    int available,
    @Nullable Instant progressedAt,
    List<ConditionFacts> conditions,
    List<String> images,
    List<String> config,
    List<String> stamps,
    List<String> podLabels,
    @Nullable String ingressReadiness)
    implements WorkloadFacts {

  public DeploymentFacts {
    conditions = List.copyOf(conditions);
    images = List.copyOf(images);
    config = List.copyOf(config);
    stamps = List.copyOf(stamps);
    podLabels = List.copyOf(podLabels);
  }

  public Optional<ConditionFacts> condition(String type) {
    return conditions.stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }

  void write(BinaryWriter out) {
    out.number(desired);
    out.flag(paused);
    out.number(maxUnavailable);
    out.number(observedGeneration);
    out.number(updated);
    out.number(ready);
    out.number(available);
    out.nullable(progressedAt, out::time);
    out.list(conditions, condition -> condition.write(out));
    out.list(images, out::text);
    out.list(config, out::text);
    out.list(stamps, out::text);
    out.list(podLabels, out::text);
    out.nullableText(ingressReadiness);
  }

  static DeploymentFacts read(Meta meta, BinaryReader in) {
    return new DeploymentFacts(
        meta,
        in.integer(),
        in.flag(),
        in.integer(),
        in.number(),
        in.integer(),
        in.integer(),
        in.integer(),
        in.nullable(in::time),
        in.list(() -> ConditionFacts.read(in)),
        in.list(in::text),
        in.list(in::text),
        in.list(in::text),
        in.list(in::text),
        in.nullableText());
  }
}
