package org.mcpruntime.watcher.testbed.sim.world;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object before and after a change. Both trees are shared: read, never write.
 *
 * @param before null when the object is new
 * @param after null when the object is gone
 */
public record Changed(
    Ref ref, @Nullable ObjectNode before, @Nullable ObjectNode after) {
  /** The newest state there is. */
  public ObjectNode object() {
    ObjectNode newest = after != null ? after : before;
    if (newest == null) {
      throw new IllegalStateException("change without an object");
    }
    return newest;
  }

  public boolean isDeletion() {
    return after == null;
  }

  /** Whether the part at a path differs. */
  public boolean differs(String... path) {
    JsonNode was = before == null ? null : Json.at(before, path);
    JsonNode is = after == null ? null : Json.at(after, path);
    return was == null || !was.equals(is);
  }
}
