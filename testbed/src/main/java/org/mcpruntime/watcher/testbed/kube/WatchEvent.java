package org.mcpruntime.watcher.testbed.kube;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One committed change of one object, as watches tell it. Immutable. */
public final class WatchEvent {
  /** What happened, in the words of the watch protocol. */
  public enum Operation {
    ADDED,
    MODIFIED,
    DELETED
  }

  private final Operation operation;
  private final StoredObject object;
  private final @Nullable StoredObject previous;

  WatchEvent(Operation operation, StoredObject object, @Nullable StoredObject previous) {
    this.operation = operation;
    this.object = object;
    this.previous = previous;
  }

  public Operation operation() {
    return operation;
  }

  public ResourceType type() {
    return object.type();
  }

  /** Empty for a cluster-scoped object. */
  public String namespace() {
    return object.namespace();
  }

  public String name() {
    return object.name();
  }

  /** Position of this change; a deletion has its own. */
  public long resourceVersion() {
    return object.resourceVersion();
  }

  /** The whole object after the change; after a deletion, its last state. Read-only. */
  public ByteBuffer json() {
    return ByteBuffer.wrap(object.json()).asReadOnlyBuffer();
  }

  /** A new tree of {@link #json()}. */
  public ObjectNode tree() {
    return object.tree();
  }

  StoredObject object() {
    return object;
  }

  /** The object before the change; null when it was added. */
  @Nullable
  StoredObject previous() {
    return previous;
  }
}
