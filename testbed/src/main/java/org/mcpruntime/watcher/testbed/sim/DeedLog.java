package org.mcpruntime.watcher.testbed.sim;

import java.util.Comparator;
import java.util.List;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.World;

/** The simulator's own record of what it did, in notes: bounded, the oldest that are over go. */
final class DeedLog {
  static final int KEPT = 500;
  private static final String PREFIX = "deed/";

  private final World world;

  DeedLog(World world) {
    this.world = world;
  }

  /** All deeds, in the order in which they began. */
  List<Deed> deeds() {
    return world.notes(PREFIX).values().stream()
        .map(Deed::fromJson)
        .sorted(Comparator.comparing(Deed::begunAt).thenComparing(Deed::id))
        .toList();
  }

  void begin(Deed deed) {
    world.note(PREFIX + deed.id(), deed.toJson());
    List<Deed> deeds = deeds();
    deeds.stream()
        .filter(Deed::isOver)
        .limit(Math.max(0, deeds.size() - KEPT))
        .forEach(old -> world.note(PREFIX + old.id(), Json.object()));
  }

  void end(String id) {
    var note = world.note(PREFIX + id);
    if (!note.isEmpty() && !Deed.fromJson(note).isOver()) {
      world.note(PREFIX + id, Deed.fromJson(note).ended(world.now()).toJson());
    }
  }
}
