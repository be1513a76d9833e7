package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Deployment says of itself: counts, and the conditions Available, Progressing and
 * ReplicaFailure with the rules of the real controller for when they move and when only their
 * update time does.
 */
final class DeploymentStatus {
  private DeploymentStatus() {}

  /**
   * Writes the status into the given tree.
   *
   * @param rollout whether Progressing and ReplicaFailure are judged too; not after a mere resize
   */
  static void write(
      ObjectNode deployment,
      List<ObjectNode> sets,
      @Nullable ObjectNode current,
      Instant now,
      boolean rollout) {
    String time = World.timestamp(now);
    ObjectNode before = Json.child(deployment, "status").deepCopy();
    int replicas = Rollout.total(sets, "status", "replicas");
    int available = Rollout.total(sets, "status", "availableReplicas");
    int updated = current == null ? 0 : Json.number(current, 0, "status", "replicas");
    ObjectNode status = deployment.putObject("status");
    status.put("observedGeneration", Json.number(deployment, 1, "metadata", "generation"));
    Counts.putPositive(status, "replicas", replicas);
    Counts.putPositive(status, "updatedReplicas", updated);
    Counts.putPositive(status, "readyReplicas", Rollout.total(sets, "status", "readyReplicas"));
    Counts.putPositive(status, "availableReplicas", available);
    Counts.putPositive(
        status,
        "unavailableReplicas",
        Math.max(0, Rollout.total(sets, "spec", "replicas") - available));
    status.put("terminatingReplicas", Rollout.total(sets, "status", "terminatingReplicas"));
    if (before.has("conditions")) {
      status.set("conditions", before.get("conditions"));
    }
    boolean enough = available >= Rollout.replicas(deployment) - Rollout.maxUnavailable(deployment);
    setCondition(
        deployment,
        time,
        "Available",
        enough ? "True" : "False",
        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        enough
            ? "Deployment has minimum availability."
            : "Deployment does not have minimum availability.");
    if (rollout) {
      judgeProgress(deployment, before, current, now);
      judgeFailure(deployment, sets, current, time);
    }
  }

  private static void judgeProgress(
      ObjectNode deployment, ObjectNode before, @Nullable ObjectNode current, Instant now) {
    ObjectNode progressing = Json.condition(deployment, "Progressing");
    JsonNode status = Json.at(deployment, "status");
    int replicas = Json.number(status, 0, "replicas");
    int updated = Json.number(status, 0, "updatedReplicas");
    String reason = progressing == null ? "" : Json.text(progressing, "reason");
    if (replicas == updated && reason.equals("NewReplicaSetAvailable")) {
      return;
    }
    int wanted = Rollout.replicas(deployment);
    int available = Json.number(status, 0, "availableReplicas");
    String time = World.timestamp(now);
    String set = current == null ? Json.name(deployment) : Json.name(current);
    String subject = "%s \"%s\"".formatted(current == null ? "Deployment" : "ReplicaSet", set);
    if (updated == wanted && replicas == wanted && available == wanted) {
      setCondition(
          deployment,
          time,
          "Progressing",
          "True",
          "NewReplicaSetAvailable",
          subject + " has successfully progressed.");
    } else if (hasMoved(before, status)) {
      String since = progressing != null && Json.text(progressing, "status").equals("True")
          ? Json.text(progressing, "lastTransitionTime")
          : time;
      removeCondition(deployment, "Progressing");
      setCondition(
          deployment,
          time,
          "Progressing",
          "True",
          "ReplicaSetUpdated",
          subject + " is progressing.");
      ObjectNode renewed = Json.condition(deployment, "Progressing");
      if (renewed != null) {
        renewed.put("lastTransitionTime", since);
      }
    } else if (deadline(deployment).map(at -> !at.isAfter(now)).orElse(false)) {
      setCondition(
          deployment,
          time,
          "Progressing",
          "False",
          "ProgressDeadlineExceeded",
          subject + " has timed out progressing.");
    }
  }

  private static boolean hasMoved(JsonNode before, JsonNode after) {
    int oldReplicas =
        Json.number(before, 0, "replicas") - Json.number(before, 0, "updatedReplicas");
    int newReplicas = Json.number(after, 0, "replicas") - Json.number(after, 0, "updatedReplicas");
    return newReplicas < oldReplicas
        || rises(before, after, "updatedReplicas")
        || rises(before, after, "readyReplicas")
        || rises(before, after, "availableReplicas");
  }

  private static boolean rises(JsonNode before, JsonNode after, String name) {
    return Json.number(after, 0, name) > Json.number(before, 0, name);
  }

  private static void judgeFailure(
      ObjectNode deployment, List<ObjectNode> sets, @Nullable ObjectNode current, String time) {
    ObjectNode failure = current == null ? null : Json.condition(current, "ReplicaFailure");
    for (ObjectNode set : sets) {
      failure = failure == null ? Json.condition(set, "ReplicaFailure") : failure;
    }
    if (failure == null) {
      removeCondition(deployment, "ReplicaFailure");
    } else {
      setCondition(
          deployment,
          time,
          "ReplicaFailure",
          Json.text(failure, "status"),
          Json.text(failure, "reason"),
          Json.text(failure, "message"));
    }
  }

  /** When an unfinished rollout counts as stuck; empty when it is finished or already does. */
  static Optional<Instant> deadline(ObjectNode deployment) {
    ObjectNode progressing = Json.condition(deployment, "Progressing");
    if (progressing == null) {
      return Optional.empty();
    }
    String reason = Json.text(progressing, "reason");
    if (reason.equals("NewReplicaSetAvailable") || reason.equals("ProgressDeadlineExceeded")) {
      return Optional.empty();
    }
    int seconds = Json.number(deployment, 600, "spec", "progressDeadlineSeconds");
    return Optional.of(
        Instant.parse(Json.text(progressing, "lastUpdateTime")).plusSeconds(seconds));
  }

  /** Nothing changes while status and reason stay; a new one moves to the end. */
  static void setCondition(
      ObjectNode deployment,
      String time,
      String type,
      String status,
      String reason,
      String message) {
    ObjectNode present = Json.condition(deployment, type);
    boolean sameStatus = present != null && Json.text(present, "status").equals(status);
    if (present != null && sameStatus && Json.text(present, "reason").equals(reason)) {
      return;
    }
    String since = present != null && sameStatus ? Json.text(present, "lastTransitionTime") : time;
    removeCondition(deployment, type);
    ObjectNode holder = Json.child(deployment, "status");
    ArrayNode conditions =
        holder.get("conditions") instanceof ArrayNode array ? array : holder.putArray("conditions");
    conditions
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("lastUpdateTime", time)
        .put("lastTransitionTime", since)
        .put("reason", reason)
        .put("message", message);
  }

  private static void removeCondition(ObjectNode deployment, String type) {
    ArrayNode kept = Json.array();
    for (JsonNode condition : Json.at(deployment, "status", "conditions")) {
      if (!Json.text(condition, "type").equals(type)) {
        kept.add(condition);
      }
    }
    if (kept.isEmpty()) {
      Json.child(deployment, "status").remove("conditions");
    } else {
      Json.child(deployment, "status").set("conditions", kept);
    }
  }
}
