package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Cause;
import org.mcpruntime.watcher.testbed.sim.world.Causes;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Events;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the pods of all nodes: sandbox, then every container by {@link ContainerLife}, then the
 * status by {@link PodStatus}. A kubelet of a node that is down does nothing.
 */
public final class Kubelet implements Controller {
  private final World world;
  private final Events events;
  private final Causes causes;
  private final Images images;

  public Kubelet(World world, Events events, Causes causes) {
    this.world = world;
    this.events = events;
    this.causes = causes;
    this.images = new Images(world, causes);
  }

  @Override
  public String name() {
    return "kubelet";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (!change.ref().type().equals(ResourceTypes.POD)) {
      return;
    }
    if (change.isDeletion()) {
      PodRun.forget(world, change.ref().namespace(), change.ref().name());
    } else if (change.before() == null
        || change.differs("spec", "nodeName")
        || change.differs("metadata", "deletionTimestamp")) {
      agenda.soon(change.ref(), 60, 250);
    }
  }

  @Override
  public void causeMoved(Cause cause, Agenda agenda) {
    for (ObjectNode pod : world.list(ResourceTypes.POD)) {
      boolean concerned =
          switch (cause.kind()) {
            case NODE_DOWN -> Json.text(pod, "spec", "nodeName").equals(cause.name());
            case CRASH, OUT_OF_MEMORY, NOT_READY ->
              Json.namespace(pod).equals(cause.namespace())
                  && (cause.name().isEmpty() || Images.workload(pod).equals(cause.name()));
            default -> false;
          };
      if (concerned) {
        agenda.soon(Ref.of(ResourceTypes.POD, pod), 200, 2500);
      }
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode pod = world.get(key);
    String node = pod == null ? "" : Json.text(pod, "spec", "nodeName");
    if (pod == null || node.isEmpty() || causes.isDown(node)) {
      return null;
    }
    PodRun run = PodRun.of(world, pod);
    if (Json.isDeleting(pod)) {
      return end(key, pod, run);
    }
    if (Pods.hasEnded(pod)) {
      return null;
    }
    Instant now = world.now();
    if (run.since().equals(Instant.MIN)) {
      run.keep("since", now);
      run.keep("sandbox", now.plus(world.dice().millis(300, 900, "sandbox " + key.text(), 0)));
    }
    Instant next = Instant.MAX;
    if (run.ip().isEmpty()) {
      next = run.instant("sandbox", now);
      if (!next.isAfter(now)) {
        run.ip(freeIp(node, Json.uid(pod)));
        next = Instant.MAX;
      }
    }
    if (!run.ip().isEmpty()) {
      for (JsonNode container : Json.at(pod, "spec", "containers")) {
        Instant due = new ContainerLife(
                world, events, causes, images, pod, (ObjectNode) container, run)
            .advance();
        next = due.isBefore(next) ? due : next;
      }
    }
    run.save();
    write(pod, run);
    return next.equals(Instant.MAX) ? null : next;
  }

  private void write(ObjectNode pod, PodRun run) {
    ObjectNode changed = pod.deepCopy();
    PodStatus.write(changed, run, images, hostIp(pod), world.now());
    world.updateStatus("k3s", ResourceTypes.POD, changed);
  }

  private String hostIp(ObjectNode pod) {
    ObjectNode node = world.get(ResourceTypes.NODE, "", Json.text(pod, "spec", "nodeName"));
    ObjectNode address = node == null
        ? null
        : Json.element(Json.at(node, "status", "addresses"), "type", "InternalIP");
    return address == null ? "" : Json.text(address, "address");
  }

  /** Stops the containers, waits for them, and takes the pod away. */
  private @Nullable Instant end(Ref key, ObjectNode pod, PodRun run) {
    Instant now = world.now();
    Instant stopped = run.instant("stopped", Instant.MIN);
    if (stopped.equals(Instant.MIN)) {
      boolean running = false;
      Events.Source source = new Events.Source("kubelet", Json.text(pod, "spec", "nodeName"));
      for (JsonNode container : Json.at(pod, "spec", "containers")) {
        String name = Json.text(container, "name");
        if (run.container(name).phase() == ContainerRun.Phase.RUNNING) {
          running = true;
          events.normal(source, pod, name, "Killing", "Stopping container " + name);
        }
      }
      Duration grace = world
          .dice()
          .millis(running ? 900 : 200, running ? 2200 : 500, "stop " + Json.uid(pod), 0);
      run.keep("stopped", now.plus(grace));
      run.save();
      return now.plus(grace);
    }
    if (stopped.isAfter(now)) {
      return stopped;
    }
    for (ContainerRun container : run.containers(pod)) {
      if (container.phase() == ContainerRun.Phase.RUNNING) {
        container.end(now, 0, "Completed");
        container.enter(ContainerRun.Phase.DONE, Instant.MAX);
      }
    }
    run.save();
    write(pod, run);
    world.remove(key);
    return null;
  }

  private String freeIp(String node, String uid) {
    int subnet = Math.max(0, node.charAt(node.length() - 1) - '1');
    for (long attempt = 0; ; attempt++) {
      String ip =
          "10.42.%d.%d".formatted(subnet, world.dice().between(4, 250, "pod ip " + uid, attempt));
      boolean used = world.list(ResourceTypes.POD).stream()
          .anyMatch(pod -> Json.text(pod, "status", "podIP").equals(ip));
      if (!used) {
        return ip;
      }
    }
  }
}
