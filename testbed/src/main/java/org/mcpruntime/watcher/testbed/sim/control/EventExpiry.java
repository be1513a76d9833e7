package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ObjectNode;

/** Events live for an hour after their last change; expiry is done at full minutes. */
public final class EventExpiry implements Controller {
  private static final Duration TTL = Duration.ofHours(1);

  private final World world;

  public EventExpiry(World world) {
    this.world = world;
  }

  @Override
  public String name() {
    return "event-expiry";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.EVENT) && !change.isDeletion()) {
      agenda.at(change.ref(), expiry(change.object()));
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode event = world.get(key);
    if (event == null) {
      return null;
    }
    Instant expiry = expiry(event);
    if (expiry.isAfter(world.now())) {
      return expiry;
    }
    world.remove(key);
    return null;
  }

  private static Instant expiry(ObjectNode event) {
    String last = Json.text(event, "lastTimestamp");
    String time = last.isEmpty() ? Json.text(event, "metadata", "creationTimestamp") : last;
    return Instant.parse(time)
        .plus(TTL)
        .plus(1, ChronoUnit.MINUTES)
        .truncatedTo(ChronoUnit.MINUTES);
  }
}
