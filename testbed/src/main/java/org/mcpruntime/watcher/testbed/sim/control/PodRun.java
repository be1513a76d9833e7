package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How one pod really is, as its node knows it; kept in a note, apart from the pod's status. */
final class PodRun {
  private static final String PREFIX = "kubelet/";

  private final World world;
  private final String key;
  private final ObjectNode state;
  private final ObjectNode loaded;

  private PodRun(World world, String key, ObjectNode state) {
    this.world = world;
    this.key = key;
    this.loaded = state.deepCopy();
    this.state = state;
  }

  static PodRun of(World world, ObjectNode pod) {
    String key = PREFIX + Json.namespace(pod) + "/" + Json.name(pod);
    ObjectNode note = world.note(key);
    if (!Json.text(note, "uid").equals(Json.uid(pod))) {
      note = Json.object().put("uid", Json.uid(pod));
    }
    return new PodRun(world, key, note);
  }

  static void forget(World world, String namespace, String name) {
    world.note(PREFIX + namespace + "/" + name, Json.object());
  }

  void save() {
    if (!state.equals(loaded)) {
      world.note(key, state);
    }
  }

  /** When the kubelet first saw the pod; {@link Instant#MIN} before. */
  Instant since() {
    return instant("since", Instant.MIN);
  }

  Instant instant(String name, Instant absent) {
    JsonNode millis = state.path(name);
    return millis.isNumber() ? Instant.ofEpochMilli(millis.longValue()) : absent;
  }

  void keep(String name, Instant time) {
    state.put(name, time.toEpochMilli());
  }

  /** Address of the pod; empty while its sandbox is being made. */
  String ip() {
    return Json.text(state, "ip");
  }

  void ip(String ip) {
    state.put("ip", ip);
  }

  ContainerRun container(String name) {
    return new ContainerRun(Json.child(Json.child(state, "containers"), name));
  }

  List<ContainerRun> containers(ObjectNode pod) {
    List<ContainerRun> result = new ArrayList<>();
    for (JsonNode container : Json.at(pod, "spec", "containers")) {
      result.add(container(Json.text(container, "name")));
    }
    return result;
  }
}
