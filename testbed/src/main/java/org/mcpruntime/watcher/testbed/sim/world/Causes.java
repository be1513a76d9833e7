package org.mcpruntime.watcher.testbed.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What is wrong now, kept in notes. */
public final class Causes {
  private static final String PREFIX = "cause/";

  private final World world;
  private final TreeMap<String, Cause> active = new TreeMap<>();
  private final List<Cause> moved = new ArrayList<>();

  public Causes(World world) {
    this.world = world;
    world.notes(PREFIX).forEach((key, note) -> {
      String id = key.substring(PREFIX.length());
      active.put(id, Cause.fromJson(id, note));
    });
  }

  public void begin(Cause cause) {
    active.put(cause.id(), cause);
    moved.add(cause);
    world.note(PREFIX + cause.id(), cause.toJson());
  }

  public void end(String id) {
    Cause cause = active.remove(id);
    if (cause != null) {
      moved.add(cause);
      world.note(PREFIX + id, Json.object());
    }
  }

  /** The cause of a kind that concerns an image of a workload. */
  public Optional<Cause> find(CauseKind kind, String namespace, String name, String image) {
    return active.values().stream()
        .filter(cause -> cause.kind() == kind && cause.concerns(namespace, name, image))
        .findFirst();
  }

  public boolean isDown(String node) {
    return find(CauseKind.NODE_DOWN, "", node, "").isPresent();
  }

  /** Causes that began or ended since the last call. */
  public List<Cause> drainMoved() {
    List<Cause> result = List.copyOf(moved);
    moved.clear();
    return result;
  }
}
