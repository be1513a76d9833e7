package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pods as a cluster has them, of about 8 KB each: two containers with environment, probes and status, and the managed
 * fields that make up nearly half of a real pod.
 */
final class Pods {
  static final String NAMESPACE = "tools";

  private static final JsonMapper JSON = JsonMapper.shared();

  private Pods() {}

  /** Adds pods until there are so many. */
  static void fill(KubeStore store, int from, int count) {
    ObjectNode pod = template();
    ObjectNode metadata = (ObjectNode) pod.get("metadata");
    metadata.put("namespace", NAMESPACE);
    for (int i = from; i < count; i++) {
      metadata.put("name", name(i));
      store.create(ResourceTypes.POD, pod);
    }
  }

  static String name(int number) {
    return "catalog-6f7d9c8b54-%06d".formatted(number);
  }

  /** What one of them takes as JSON. */
  static int sizeBytes(KubeStore store) {
    return store
        .get(ResourceTypes.POD, NAMESPACE, name(0))
        .map(pod -> JSON.writeValueAsBytes(pod).length)
        .orElse(0);
  }

  /** How an API server tells that one of them changed, without the end of the line. */
  static byte[] watchLine() {
    try (KubeStore store = KubeStore.inMemory(Clock.systemUTC())) {
      fill(store, 0, 1);
      ObjectNode event = JSON.createObjectNode().put("type", "MODIFIED");
      event.set("object", store.get(ResourceTypes.POD, NAMESPACE, name(0)).orElseThrow());
      return JSON.writeValueAsBytes(event);
    }
  }

  private static ObjectNode template() {
    try (InputStream in = Pods.class.getResourceAsStream("pod.json")) {
      if (in == null) {
        throw new IllegalStateException("pod.json is not on the class path");
      }
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
