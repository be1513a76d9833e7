package org.mcpruntime.watcher.collector.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.testbed.kube.ExpiredException;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.StoreWatch;
import org.mcpruntime.watcher.testbed.kube.WatchEvent;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down what a server's store says it did. Asked after every step of the writer, in the writer's thread, so that
 * nothing is compacted away before it is recorded.
 */
final class ServerRecorder {
  private static final int MANY = 100_000;

  private record Watched(ResourceType type, StoreWatch changes) {}

  private final String cluster;
  private final List<Watched> watches = new ArrayList<>();
  private final ServerHistory history = new ServerHistory();

  ServerRecorder(String cluster, KubeStore store, List<ResourceType> types)
      throws ExpiredException {
    this.cluster = cluster;
    for (ResourceType type : types) {
      history.kind(kind(type));
      if (type.custom()) {
        history.definedBy(
            kind(type),
            cluster + '/' + kind(ResourceTypes.CUSTOM_RESOURCE_DEFINITION) + "/-/"
                + type.definitionName());
      }
      watches.add(new Watched(type, store.watch(type, 0)));
    }
  }

  void record() throws ExpiredException, InterruptedException {
    for (Watched watched : watches) {
      for (WatchEvent change : watched.changes().poll(MANY, Duration.ZERO)) {
        history.add(recorded(change));
      }
    }
  }

  ServerHistory history() {
    return history;
  }

  /** As in record keys. */
  static String kind(ResourceType type) {
    return (type.group().isEmpty() ? "core" : type.group()) + '/' + type.kind();
  }

  private ServerChange recorded(WatchEvent change) {
    ObjectNode object = change.tree();
    String namespace = change.namespace().isEmpty() ? "-" : change.namespace();
    String kind = kind(change.type());
    return new ServerChange(
        change.resourceVersion(),
        kind,
        ServerChange.Action.valueOf(change.operation().name()),
        cluster + '/' + kind + '/' + namespace + '/' + change.name(),
        object.at("/metadata/uid").asString(""),
        object.at(SeededCluster.MARK).asString(""));
  }
}
