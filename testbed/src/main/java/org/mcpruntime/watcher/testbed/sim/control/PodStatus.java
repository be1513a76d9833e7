package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import org.mcpruntime.watcher.testbed.sim.control.ContainerRun.Phase;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status of a pod, as its kubelet reports what really is. */
final class PodStatus {
  private PodStatus() {}

  static void write(ObjectNode pod, PodRun run, Images images, String hostIp, Instant now) {
    ObjectNode before = Json.child(pod, "status");
    ObjectNode status = Json.object();
    int generation = Json.number(pod, 1, "metadata", "generation");
    status.put("observedGeneration", generation);
    status.put("phase", phase(pod, run));
    status.set("conditions", conditions(pod, run, before, generation, World.timestamp(now)));
    if (!hostIp.isEmpty()) {
      status.put("hostIP", hostIp);
      status.putArray("hostIPs").addObject().put("ip", hostIp);
    }
    if (!run.ip().isEmpty()) {
      status.put("podIP", run.ip());
      status.putArray("podIPs").addObject().put("ip", run.ip());
    }
    status.put("startTime", World.timestamp(run.since()));
    ArrayNode containers = status.putArray("containerStatuses");
    for (JsonNode container : Json.at(pod, "spec", "containers")) {
      containers.add(container(pod, (ObjectNode) container, run, images));
    }
    status.put("qosClass", Json.text(before, "qosClass"));
    pod.set("status", status);
  }

  private static String phase(ObjectNode pod, PodRun run) {
    boolean waiting = false;
    boolean done = true;
    for (ContainerRun container : run.containers(pod)) {
      Phase phase = container.phase();
      done &= phase == Phase.DONE;
      waiting |= container.last().isMissingNode() && phase != Phase.RUNNING && phase != Phase.DONE;
    }
    return done ? "Succeeded" : waiting ? "Pending" : "Running";
  }

  private static ArrayNode conditions(
      ObjectNode pod, PodRun run, ObjectNode before, int generation, String time) {
    StringBuilder unready = new StringBuilder();
    boolean done = true;
    for (JsonNode container : Json.at(pod, "spec", "containers")) {
      String name = Json.text(container, "name");
      done &= run.container(name).phase() == Phase.DONE;
      if (!run.container(name).isReady()) {
        unready.append(unready.length() == 0 ? "" : " ").append(name);
      }
    }
    boolean ready = unready.length() == 0;
    String reason = ready ? "" : done ? "PodCompleted" : "ContainersNotReady";
    String message = ready || done ? "" : "containers with unready status: [" + unready + "]";
    ArrayNode conditions = Json.array();
    boolean sandbox = !run.ip().isEmpty() && !done;
    add(conditions, before, generation, time, "PodReadyToStartContainers", sandbox, "", "");
    add(conditions, before, generation, time, "Initialized", true, done ? "PodCompleted" : "", "");
    add(conditions, before, generation, time, "Ready", ready, reason, message);
    add(conditions, before, generation, time, "ContainersReady", ready, reason, message);
    add(conditions, before, generation, time, "PodScheduled", true, "", "");
    return conditions;
  }

  private static void add(
      ArrayNode conditions,
      ObjectNode before,
      int generation,
      String time,
      String type,
      boolean value,
      String reason,
      String message) {
    String status = value ? "True" : "False";
    ObjectNode old = Json.element(before.path("conditions"), "type", type);
    String since = old != null && Json.text(old, "status").equals(status)
        ? Json.text(old, "lastTransitionTime")
        : time;
    ObjectNode condition = conditions.addObject();
    condition.put("type", type).put("observedGeneration", generation).put("status", status);
    condition.putNull("lastProbeTime").put("lastTransitionTime", since);
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
  }

  private static ObjectNode container(
      ObjectNode pod, ObjectNode spec, PodRun podRun, Images images) {
    String name = Json.text(spec, "name");
    String image = Json.text(spec, "image");
    ContainerRun run = podRun.container(name);
    Phase phase = run.phase();
    boolean started = phase == Phase.RUNNING;
    boolean ever = started || !run.last().isMissingNode();
    ObjectNode status = Json.object();
    status.put("name", name);
    ObjectNode state = status.putObject("state");
    ObjectNode lastState = status.putObject("lastState");
    switch (phase) {
      case RUNNING ->
        state
            .putObject("running")
            .put("startedAt", World.timestamp(run.instant("started", Instant.EPOCH)));
      case CRASHED, DONE -> state.set("terminated", run.last());
      default -> state.set("waiting", waiting(pod, name, image, run));
    }
    if (phase != Phase.CRASHED && phase != Phase.DONE && !run.last().isMissingNode()) {
      lastState.set("terminated", run.last());
    }
    status.put("ready", run.isReady());
    status.put("restartCount", run.count("restarts"));
    status.put("image", image);
    status.put("imageID", ever ? Images.repository(image) + "@" + images.digest(image) : "");
    if (ever) {
      status.put("containerID", run.text("id"));
    }
    status.put("started", started);
    if (!Json.at(spec, "resources", "requests").isEmpty()) {
      status.set("allocatedResources", Json.at(spec, "resources", "requests"));
      status.set("resources", spec.get("resources"));
    }
    ArrayNode mounts = Json.array();
    for (JsonNode mount : spec.path("volumeMounts")) {
      ObjectNode entry = mounts.addObject();
      entry.put("name", Json.text(mount, "name")).put("mountPath", Json.text(mount, "mountPath"));
      if (Json.flag(mount, "readOnly")) {
        entry.put("readOnly", true).put("recursiveReadOnly", "Disabled");
      }
    }
    if (!mounts.isEmpty()) {
      status.set("volumeMounts", mounts);
    }
    return status;
  }

  private static ObjectNode waiting(ObjectNode pod, String name, String image, ContainerRun run) {
    ObjectNode waiting = Json.object();
    boolean pulledBefore = run.count("pulls") > 0;
    return switch (run.phase()) {
      case PULL_FAILED -> waiting.put("reason", "ErrImagePull").put("message", run.text("message"));
      case PULL_BACK_OFF -> backingOff(waiting, image);
      case PULLING ->
        pulledBefore ? backingOff(waiting, image) : waiting.put("reason", "ContainerCreating");
      case BACK_OFF ->
        waiting
            .put("reason", "CrashLoopBackOff")
            .put(
                "message",
                "back-off %s restarting failed container=%s pod=%s_%s(%s)"
                    .formatted(
                        duration(run.count("backOff")),
                        name,
                        Json.name(pod),
                        Json.namespace(pod),
                        Json.uid(pod)));
      default -> waiting.put("reason", "ContainerCreating");
    };
  }

  private static ObjectNode backingOff(ObjectNode waiting, String image) {
    return waiting
        .put("reason", "ImagePullBackOff")
        .put("message", "Back-off pulling image \"%s\"".formatted(image));
  }

  /** As Go writes durations: 40s, 2m40s, 5m0s. */
  private static String duration(int seconds) {
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
