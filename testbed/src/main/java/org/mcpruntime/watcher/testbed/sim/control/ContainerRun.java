package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one container really is, as the kubelet's node knows it; a view of a part of the pod's note.
 *
 * <pre>
 * CREATING → PULLING → RUNNING → CRASHED → BACK_OFF → RUNNING …
 *               ↓↑         └──→ DONE
 *        PULL_FAILED → PULL_BACK_OFF → PULLING …
 * </pre>
 */
final class ContainerRun {
  enum Phase {
    CREATING,
    PULLING,
    PULL_FAILED,
    PULL_BACK_OFF,
    RUNNING,
    CRASHED,
    BACK_OFF,
    DONE
  }

  private final ObjectNode state;

  ContainerRun(ObjectNode state) {
    this.state = state;
  }

  Phase phase() {
    String phase = Json.text(state, "phase");
    return phase.isEmpty() ? Phase.CREATING : Phase.valueOf(phase);
  }

  /** Enters a phase in which something is due at the given time. */
  void enter(Phase phase, Instant due) {
    state.put("phase", phase.name());
    due(due);
  }

  boolean isDue(Instant now) {
    return state.has("due") && !due().isAfter(now);
  }

  /** When something happens by itself; far in the future when nothing does. */
  Instant due() {
    return instant("due", Instant.MAX);
  }

  void due(Instant due) {
    if (due.equals(Instant.MAX)) {
      state.remove("due");
    } else {
      state.put("due", due.toEpochMilli());
    }
  }

  Instant instant(String name, Instant absent) {
    JsonNode millis = state.path(name);
    return millis.isNumber() ? Instant.ofEpochMilli(millis.longValue()) : absent;
  }

  void keep(String name, Instant time) {
    state.put(name, time.toEpochMilli());
  }

  int count(String name) {
    return Json.number(state, 0, name);
  }

  void count(String name, int value) {
    state.put(name, value);
  }

  String text(String name) {
    return Json.text(state, name);
  }

  void text(String name, String value) {
    state.put(name, value);
  }

  boolean isReady() {
    return phase() == Phase.RUNNING && Json.flag(state, "ready");
  }

  void ready(boolean ready) {
    state.put("ready", ready);
  }

  void start(Instant now, String containerId) {
    enter(Phase.RUNNING, Instant.MAX);
    keep("started", now);
    state.put("id", containerId).put("ready", false);
    state.remove("probes");
  }

  /** The container ended; how is kept as the last state. */
  void end(Instant now, int exitCode, String reason) {
    ObjectNode last = state.putObject("last");
    last.put("exitCode", exitCode).put("reason", reason);
    last.put("startedAt", World.timestamp(instant("started", now)));
    last.put("finishedAt", World.timestamp(now));
    last.put("containerID", Json.text(state, "id"));
    state.put("ready", false);
  }

  /** Null node when it never ended. */
  JsonNode last() {
    return state.path("last");
  }
}
