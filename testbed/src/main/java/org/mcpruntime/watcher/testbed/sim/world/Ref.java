package org.mcpruntime.watcher.testbed.sim.world;

import java.util.Comparator;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import tools.jackson.databind.JsonNode;

/** Names one object; ordered by kind, namespace and name. */
public record Ref(ResourceType type, String namespace, String name) implements Comparable<Ref> {
  private static final Comparator<Ref> ORDER = Comparator.comparing((Ref ref) -> ref.type.kind())
      .thenComparing(ref -> ref.type.group())
      .thenComparing(Ref::namespace)
      .thenComparing(Ref::name);

  public static Ref of(ResourceType type, JsonNode object) {
    return new Ref(type, Json.namespace(object), Json.name(object));
  }

  /** {@code Kind/namespace/name}, with an empty namespace for cluster-scoped objects. */
  public String text() {
    return type.kind() + "/" + namespace + "/" + name;
  }

  @Override
  public int compareTo(Ref other) {
    return ORDER.compare(this, other);
  }
}
