package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Events;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rolls Deployments out by way of their ReplicaSets: one change of scale per look, then the status,
 * as the real controller does it. What the status says is in {@link DeploymentStatus}.
 */
public final class DeploymentController implements Controller {
  private static final Events.Source SOURCE = Events.Source.of("deployment-controller");
  private static final String PREFIX = "deployment.kubernetes.io/";
  static final String REVISION = PREFIX + "revision";
  private static final String DESIRED = PREFIX + "desired-replicas";
  private static final String MAX = PREFIX + "max-replicas";
  private static final String HASH = "pod-template-hash";

  private static final Comparator<ObjectNode> BY_AGE = Comparator.comparing(
          (ObjectNode set) -> Json.text(set, "metadata", "creationTimestamp"))
      .thenComparing(Json::name);

  private final World world;
  private final Events events;

  public DeploymentController(World world, Events events) {
    this.world = world;
    this.events = events;
  }

  @Override
  public String name() {
    return "deployment";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    Ref ref = change.ref();
    if (ref.type().equals(ResourceTypes.DEPLOYMENT)) {
      // Its own writes of the status need no second look.
      if (!change.isDeletion() && change.differs("metadata", "generation")) {
        agenda.soon(ref, 5, 15);
      }
    } else if (ref.type().equals(ResourceTypes.REPLICA_SET)) {
      lookAtOwner(change.object(), agenda);
    } else if (ref.type().equals(ResourceTypes.POD) && change.isDeletion()) {
      // A Deployment that recreates waits for the last old pod to be gone.
      Ref set = Owners.controllerRef(change.object());
      ObjectNode owner = set == null ? null : world.get(set);
      if (owner != null) {
        lookAtOwner(owner, agenda);
      }
    }
  }

  private static void lookAtOwner(ObjectNode set, Agenda agenda) {
    Ref owner = Owners.controllerRef(set);
    if (owner != null && owner.type().equals(ResourceTypes.DEPLOYMENT)) {
      agenda.soon(owner, 5, 15);
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode deployment = world.get(key);
    if (deployment == null || Json.isDeleting(deployment)) {
      return null;
    }
    List<ObjectNode> sets = world.ownedBy(ResourceTypes.REPLICA_SET, deployment).stream()
        .sorted(BY_AGE)
        .toList();
    ObjectNode current = current(deployment, sets);
    if (current != null && scaledByPeople(deployment, sets)) {
      resize(deployment, sets, current);
      return writeStatus(key, true);
    }
    boolean recreate = Json.text(deployment, "spec", "strategy", "type").equals("Recreate");
    if (recreate) {
      recreate(deployment, sets, current);
    } else {
      roll(deployment, sets, current);
    }
    return writeStatus(key, false);
  }

  private void recreate(
      ObjectNode deployment, List<ObjectNode> sets, @Nullable ObjectNode current) {
    List<ObjectNode> old = without(sets, current);
    boolean scaledDown = false;
    for (ObjectNode set : old) {
      scaledDown |= scale(deployment, set, 0);
    }
    if (scaledDown || old.stream().anyMatch(this::hasLivingPods)) {
      return;
    }
    int wanted = Rollout.replicas(deployment);
    if (current == null) {
      createSet(deployment, sets, wanted);
    } else {
      scale(deployment, adopt(deployment, current, sets), wanted);
    }
  }

  private boolean hasLivingPods(ObjectNode set) {
    return world.ownedBy(ResourceTypes.POD, set).stream().anyMatch(pod -> !Pods.hasEnded(pod));
  }

  private void roll(ObjectNode deployment, List<ObjectNode> sets, @Nullable ObjectNode current) {
    if (current == null) {
      createSet(deployment, sets, Rollout.newReplicas(deployment, sets, 0));
      return;
    }
    int size = Json.number(current, 0, "spec", "replicas");
    ObjectNode adopted = adopt(deployment, current, sets);
    if (scale(deployment, adopted, Rollout.newReplicas(deployment, sets, size))) {
      return;
    }
    List<ObjectNode> old = without(sets, current);
    Rollout.Shrink shrink = Rollout.shrink(deployment, sets, current, old);
    for (ObjectNode set : old) {
      int by = shrink.by(Json.name(set));
      if (by > 0) {
        scale(deployment, set, Json.number(set, 0, "spec", "replicas") - by);
      }
    }
    forgetOldSets(deployment, old);
  }

  private void forgetOldSets(ObjectNode deployment, List<ObjectNode> old) {
    int limit = Json.number(deployment, 10, "spec", "revisionHistoryLimit");
    List<ObjectNode> empty = old.stream()
        .filter(set -> Json.number(set, 0, "spec", "replicas") == 0
            && Json.number(set, 0, "status", "replicas") == 0)
        .sorted(Comparator.comparingInt(DeploymentController::revision))
        .toList();
    for (ObjectNode set : empty.subList(0, Math.max(0, empty.size() - limit))) {
      world.delete(Ref.of(ResourceTypes.REPLICA_SET, set));
    }
  }

  private static List<ObjectNode> without(List<ObjectNode> sets, @Nullable ObjectNode current) {
    return sets.stream()
        .filter(set -> current == null || !Json.uid(set).equals(Json.uid(current)))
        .toList();
  }

  /** The ReplicaSet whose template is the Deployment's. */
  private static @Nullable ObjectNode current(ObjectNode deployment, List<ObjectNode> sets) {
    JsonNode wanted = Json.at(deployment, "spec", "template");
    for (ObjectNode set : sets) {
      ObjectNode template = (ObjectNode) Json.at(set, "spec", "template").deepCopy();
      Json.child(Json.metadata(template), "labels").remove(HASH);
      if (template.equals(wanted)) {
        return set;
      }
    }
    return null;
  }

  private void createSet(ObjectNode deployment, List<ObjectNode> sets, int replicas) {
    String hash = templateHash(deployment);
    String name = Json.name(deployment) + "-" + hash;
    ObjectNode set = Json.object();
    ObjectNode metadata = Json.metadata(set);
    metadata.put("name", name).put("namespace", Json.namespace(deployment));
    JsonNode template = Json.at(deployment, "spec", "template");
    ObjectNode labels = (ObjectNode) Json.at(template, "metadata", "labels").deepCopy();
    metadata.set("labels", labels.put(HASH, hash));
    Owners.setController(set, ResourceTypes.DEPLOYMENT, deployment);
    int revision = newestRevision(sets) + 1;
    annotate(deployment, set, revision);
    ObjectNode spec = set.putObject("spec");
    spec.put("replicas", replicas);
    ObjectNode selector = (ObjectNode) Json.at(deployment, "spec", "selector").deepCopy();
    Json.child(selector, "matchLabels").put(HASH, hash);
    spec.set("selector", selector);
    ObjectNode copy = (ObjectNode) template.deepCopy();
    Json.child(Json.metadata(copy), "labels").put(HASH, hash);
    spec.set("template", copy);
    set.putObject("status").put("replicas", 0);
    world.create("k3s", ResourceTypes.REPLICA_SET, set);
    if (replicas > 0) {
      events.normal(
          SOURCE,
          deployment,
          "ScalingReplicaSet",
          "Scaled up replica set %s from 0 to %d".formatted(name, replicas));
    }
    recordRevision(
        deployment,
        revision,
        "NewReplicaSetCreated",
        "Created new replica set \"%s\"".formatted(name));
  }

  /** A ReplicaSet that is used again becomes the newest revision; returns it as it is then. */
  private ObjectNode adopt(ObjectNode deployment, ObjectNode current, List<ObjectNode> sets) {
    int newest = newestRevision(without(sets, current));
    int revision = Math.max(revision(current), newest + 1);
    ObjectNode changed = current.deepCopy();
    annotate(deployment, changed, revision);
    if (revision(deployment) != revision) {
      recordRevision(
          deployment,
          revision,
          "FoundNewReplicaSet",
          "Found new replica set \"%s\"".formatted(Json.name(current)));
    }
    return revision == revision(current)
        ? current
        : world.update("k3s", ResourceTypes.REPLICA_SET, changed);
  }

  private void recordRevision(ObjectNode deployment, int revision, String reason, String message) {
    ObjectNode changed = latest(deployment).deepCopy();
    Json.child(Json.metadata(changed), "annotations").put(REVISION, Integer.toString(revision));
    DeploymentStatus.setCondition(
        changed, world.timestamp(), "Progressing", "True", reason, message);
    world.updateStatus("k3s", ResourceTypes.DEPLOYMENT, changed);
  }

  /** Whether the wanted size differs from the one that the ReplicaSets were last sized for. */
  private static boolean scaledByPeople(ObjectNode deployment, List<ObjectNode> sets) {
    String wanted = Integer.toString(Rollout.replicas(deployment));
    return sets.stream()
        .filter(set -> Json.number(set, 0, "spec", "replicas") > 0)
        .map(set -> Json.text(set, "metadata", "annotations", DESIRED))
        .anyMatch(sized -> !sized.isEmpty() && !sized.equals(wanted));
  }

  /**
   * Gives a new size to the only ReplicaSet that has pods, or to the newest; the others keep
   * theirs, which the rollout then takes away.
   */
  private void resize(ObjectNode deployment, List<ObjectNode> sets, ObjectNode current) {
    List<ObjectNode> active =
        sets.stream().filter(set -> Json.number(set, 0, "spec", "replicas") > 0).toList();
    ObjectNode only = active.size() == 1 ? active.get(0) : current;
    for (ObjectNode set : active) {
      if (!Json.uid(set).equals(Json.uid(only))) {
        ObjectNode changed = set.deepCopy();
        annotate(deployment, changed, revision(set));
        world.update("k3s", ResourceTypes.REPLICA_SET, changed);
      }
    }
    scale(deployment, only, Rollout.replicas(deployment));
  }

  private boolean scale(ObjectNode deployment, ObjectNode set, int replicas) {
    int from = Json.number(set, 0, "spec", "replicas");
    if (from == replicas) {
      return false;
    }
    ObjectNode changed = set.deepCopy();
    annotate(deployment, changed, revision(set));
    Json.child(changed, "spec").put("replicas", replicas);
    world.update("k3s", ResourceTypes.REPLICA_SET, changed);
    events.normal(
        SOURCE,
        deployment,
        "ScalingReplicaSet",
        "Scaled %s replica set %s from %d to %d"
            .formatted(replicas > from ? "up" : "down", Json.name(set), from, replicas));
    return true;
  }

  private static void annotate(ObjectNode deployment, ObjectNode set, int revision) {
    int replicas = Rollout.replicas(deployment);
    Json.child(Json.metadata(set), "annotations")
        .put(DESIRED, Integer.toString(replicas))
        .put(MAX, Integer.toString(replicas + Rollout.maxSurge(deployment)))
        .put(REVISION, Integer.toString(revision));
  }

  /** Returns when the deadline of an unfinished rollout passes. */
  private @Nullable Instant writeStatus(Ref key, boolean resized) {
    ObjectNode deployment = world.get(key);
    if (deployment == null) {
      return null;
    }
    List<ObjectNode> sets = world.ownedBy(ResourceTypes.REPLICA_SET, deployment).stream()
        .sorted(BY_AGE)
        .toList();
    ObjectNode changed = deployment.deepCopy();
    DeploymentStatus.write(changed, sets, current(deployment, sets), world.now(), !resized);
    world.updateStatus("k3s", ResourceTypes.DEPLOYMENT, changed);
    return DeploymentStatus.deadline(changed)
        .map(at -> at.plus(Duration.ofSeconds(1)))
        .orElse(null);
  }

  private ObjectNode latest(ObjectNode deployment) {
    ObjectNode stored = world.get(Ref.of(ResourceTypes.DEPLOYMENT, deployment));
    return stored == null ? deployment : stored;
  }

  static int revision(ObjectNode object) {
    String text = Json.text(object, "metadata", "annotations", REVISION);
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static int newestRevision(List<ObjectNode> sets) {
    return sets.stream().mapToInt(DeploymentController::revision).max().orElse(0);
  }

  /** FNV-1a over the template, written with the letters that names may have. */
  private static String templateHash(ObjectNode deployment) {
    String text = Json.at(deployment, "spec", "template").toString();
    int hash = 0x811c9dc5;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x01000193;
    }
    String letters = "bcdfghjklmnpqrstvwxz2456789";
    StringBuilder encoded = new StringBuilder();
    for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
      encoded.append(letters.charAt(digit % letters.length()));
    }
    return encoded.toString();
  }
}
