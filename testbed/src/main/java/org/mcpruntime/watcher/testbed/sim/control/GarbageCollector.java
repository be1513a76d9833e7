package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes what is controlled by an object that is gone: the owner first, the rest seconds later. */
public final class GarbageCollector implements Controller {
  private final World world;

  public GarbageCollector(World world) {
    this.world = world;
  }

  @Override
  public String name() {
    return "garbage-collector";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.isDeletion()) {
      String uid = Json.uid(change.object());
      for (ResourceType type : ResourceTypes.all()) {
        for (ObjectNode object : world.list(type)) {
          if (Owners.isControlledBy(object, uid)) {
            agenda.soon(Ref.of(type, object), 400, 2500);
          }
        }
      }
    } else if (change.before() == null && isOrphan(change.object())) {
      agenda.soon(change.ref(), 400, 2500);
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode object = world.get(key);
    if (object != null && isOrphan(object)) {
      world.delete(key);
    }
    return null;
  }

  private boolean isOrphan(ObjectNode object) {
    JsonNode reference = Owners.controller(object);
    Ref owner = Owners.controllerRef(object);
    if (reference == null || owner == null) {
      return false;
    }
    ObjectNode present = world.get(owner);
    return present == null || !Json.uid(present).equals(Json.text(reference, "uid"));
  }
}
