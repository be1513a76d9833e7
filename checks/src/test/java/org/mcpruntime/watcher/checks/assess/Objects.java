package org.mcpruntime.watcher.checks.assess;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ConditionFacts;
import org.mcpruntime.watcher.checks.facts.ContainerFacts;
import org.mcpruntime.watcher.checks.facts.ContainerState;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.IngressFacts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.McpServerFacts;
import org.mcpruntime.watcher.checks.facts.McpServerFacts.Part;
import org.mcpruntime.watcher.checks.facts.Meta;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.Owner;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.ReplicaSetFacts;

/** Facts of namespace shop for tests; the uid of an object is its name with {@code -uid}. */
final class Objects {

  private Objects() {}

  static ObjectRef ref(KindRef kind, String name) {
    return kind.object("shop", name);
  }

  static Owner owner(KindRef kind, String name) {
    return owner(ref(kind, name));
  }

  static Owner owner(ObjectRef ref) {
    return new Owner(ref, ref.name() + "-uid");
  }

  static PodFacts pod(String name, @Nullable Owner owner, boolean ready) {
    return pod(name, owner, ready, List.of());
  }

  /** A pod that waits for its image. */
  static PodFacts pullingPod(String name, @Nullable Owner owner, String message) {
    return pod(
        name,
        owner,
        false,
        List.of(new ContainerFacts(
            "main",
            ContainerFacts.Role.REGULAR,
            "registry.local/main:1",
            false,
            false,
            0,
            new ContainerState.Waiting("ErrImagePull", message),
            null)));
  }

  private static PodFacts pod(
      String name, @Nullable Owner owner, boolean ready, List<ContainerFacts> containers) {
    return new PodFacts(
        meta(Kinds.POD, name, owner),
        "Running",
        "node-1",
        ready,
        null,
        "",
        "default",
        List.of(),
        List.of(),
        "",
        false,
        containers);
  }

  static ReplicaSetFacts replicaSet(String name, @Nullable Owner owner) {
    return new ReplicaSetFacts(meta(Kinds.REPLICA_SET, name, owner), 1, 0);
  }

  static ReplicaSetFacts withUid(ReplicaSetFacts replicaSet, String uid) {
    Meta meta = replicaSet.meta();
    return new ReplicaSetFacts(
        new Meta(meta.ref(), uid, 0, null, meta.controller(), false, false),
        replicaSet.desired(),
        replicaSet.ready());
  }

  /** A Deployment whose last rollout is long over. */
  static DeploymentFacts deployment(String name, @Nullable Owner owner, int desired, int ready) {
    return new DeploymentFacts(
        meta(Kinds.DEPLOYMENT, name, owner),
        desired,
        false,
        0,
        1,
        desired,
        ready,
        ready,
        Instant.EPOCH,
        List.of(new ConditionFacts("Progressing", "True", "NewReplicaSetAvailable", "")),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  /** A server that is PartiallyReady with a Service only. */
  static McpServerFacts server(String name, @Nullable String teamId) {
    return new McpServerFacts(
        meta(Kinds.MCP_SERVER, name, null),
        "registry.local/main:1",
        1,
        false,
        "RollingUpdate",
        "traefik",
        "header",
        teamId,
        "PartiallyReady",
        "",
        1,
        List.of(Part.SERVICE));
  }

  static IngressFacts ingress(String name) {
    return new IngressFacts(
        meta(Kinds.INGRESS, name, owner(Kinds.MCP_SERVER, name)), "traefik", 1, false);
  }

  private static Meta meta(KindRef kind, String name, @Nullable Owner owner) {
    return new Meta(ref(kind, name), name + "-uid", 1, null, owner, false, false);
  }
}
