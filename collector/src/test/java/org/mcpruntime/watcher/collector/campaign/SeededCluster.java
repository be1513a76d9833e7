package org.mcpruntime.watcher.collector.campaign;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.mcpruntime.watcher.testbed.kube.ExpiredException;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.net.Ports;
import tools.jackson.databind.node.ObjectNode;

/**
 * One API server whose objects change as a seed says: the same seed, the same changes in the same order. How long it goes
 * on is not the seed's, but the run's. One thread writes; reading the server is for any.
 */
final class SeededCluster implements AutoCloseable {
  /** Where each version carries what no other version does. */
  static final String MARK = "/metadata/labels/step";

  static final List<ResourceType> TYPES = List.of(
      ResourceTypes.NAMESPACE,
      ResourceTypes.POD,
      ResourceTypes.CONFIG_MAP,
      ResourceTypes.EVENT,
      ResourceTypes.DEPLOYMENT,
      ResourceTypes.CUSTOM_RESOURCE_DEFINITION,
      ResourceTypes.MCP_SERVER);

  /** Half of what happens, happens to pods. */
  private static final List<ResourceType> BUSY = List.of(
      ResourceTypes.POD,
      ResourceTypes.POD,
      ResourceTypes.POD,
      ResourceTypes.POD,
      ResourceTypes.CONFIG_MAP,
      ResourceTypes.EVENT,
      ResourceTypes.DEPLOYMENT,
      ResourceTypes.MCP_SERVER);

  private static final Duration BOOKMARKS = Duration.ofMillis(200);

  private final String name;
  private final Random random;
  private final KubeStore store = KubeStore.inMemory(Clock.systemUTC());
  private final FakeKubeApi api;
  private final ServerRecorder recorder;

  /** How many names there are of a kind in each namespace. */
  private final int names;

  /** How many steps of a thousand make the server forget the past of a kind. */
  private final int forgetful;

  private long step;

  SeededCluster(String name, long seed) throws Exception {
    this.name = name;
    this.random = new Random(seed);
    this.names = 3 + random.nextInt(random.nextInt(4) == 0 ? 120 : 20);
    this.forgetful = random.nextInt(3) * 5;
    this.api = FakeKubeApi.start(
        store,
        FakeKubeApi.Options.onPort(Ports.free())
            .withClusterName(name)
            .withBookmarkInterval(BOOKMARKS));
    this.recorder = new ServerRecorder(name, store, TYPES);
    store.create(ResourceTypes.NAMESPACE, KubeObjects.named("", "kube-system"));
    define();
    int first = random.nextInt(4 * names);
    for (int i = 0; i < first; i++) {
      one(type());
    }
    recorder.record();
  }

  String name() {
    return name;
  }

  FakeKubeApi api() {
    return api;
  }

  /** After the last step; of its writer's thread. */
  ServerHistory history() {
    return recorder.history();
  }

  /** Where a reader of this kind has to be to know everything. */
  long lastChange(ResourceType type) {
    return store.lastChange(type);
  }

  /** Does the next thing; returns how long to wait before the one after it. */
  Duration step() throws ExpiredException, InterruptedException {
    int choice = random.nextInt(1000);
    if (choice < 780) {
      one(type());
    } else if (choice < 830) {
      burst();
    } else if (choice < 900) {
      replace();
    } else if (choice < 900 + forgetful) {
      store.compact(type());
    } else if (choice < 900 + forgetful + 2) {
      store.compact();
    } else if (choice < 930) {
      repeatEvent();
    } else if (choice < 940) {
      toggleDefinition();
    } else if (choice < 960) {
      toggle(ResourceTypes.NAMESPACE, "", "ns" + random.nextInt(3));
    } else {
      one(ResourceTypes.EVENT);
    }
    recorder.record();
    return Duration.ofMillis(random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(25));
  }

  /** Ends what only an operator would end: the definition of the custom kind is there again. */
  void settle() throws ExpiredException, InterruptedException {
    if (!defined()) {
      define();
    }
    recorder.record();
  }

  private ResourceType type() {
    return BUSY.get(random.nextInt(BUSY.size()));
  }

  private void burst() {
    ResourceType type = type();
    boolean atOnce = random.nextBoolean();
    int count = 10 + random.nextInt(80);
    Runnable work = () -> {
      for (int i = 0; i < count; i++) {
        one(type);
      }
    };
    if (atOnce) {
      store.atomically(work);
    } else {
      work.run();
    }
  }

  /** Creates, changes or deletes an object; the same names are in several namespaces. */
  private void one(ResourceType type) {
    String namespace = "n" + random.nextInt(3);
    String object = "o" + random.nextInt(names);
    boolean delete = random.nextInt(4) == 0;
    if (type.equals(ResourceTypes.MCP_SERVER) && !defined()) {
      return;
    }
    if (delete && store.delete(type, namespace, object)) {
      return;
    }
    write(type, namespace, object);
  }

  private void write(ResourceType type, String namespace, String name) {
    ObjectNode present = store.get(type, namespace, name).orElse(null);
    if (present == null) {
      store.create(type, marked(KubeObjects.named(namespace, name)));
    } else {
      if (type.equals(ResourceTypes.EVENT)) {
        present.put("count", present.path("count").asInt(1) + 1);
      }
      store.update(type, marked(present));
    }
  }

  /** Same name, new object. */
  private void replace() {
    ResourceType type = type();
    String namespace = "n" + random.nextInt(3);
    String object = "o" + random.nextInt(names);
    if (!type.equals(ResourceTypes.MCP_SERVER) || defined()) {
      store.atomically(() -> {
        store.delete(type, namespace, object);
        write(type, namespace, object);
      });
    }
  }

  private void toggle(ResourceType type, String namespace, String name) {
    if (!store.delete(type, namespace, name)) {
      store.create(type, marked(KubeObjects.named(namespace, name)));
    }
  }

  private void repeatEvent() {
    String namespace = "n" + random.nextInt(3);
    String event = "o" + random.nextInt(names);
    int times = 2 + random.nextInt(8);
    for (int i = 0; i < times; i++) {
      write(ResourceTypes.EVENT, namespace, event);
    }
  }

  private boolean defined() {
    return store
        .get(
            ResourceTypes.CUSTOM_RESOURCE_DEFINITION, "", ResourceTypes.MCP_SERVER.definitionName())
        .isPresent();
  }

  private void define() {
    store.create(
        ResourceTypes.CUSTOM_RESOURCE_DEFINITION,
        marked(ResourceTypes.definition(ResourceTypes.MCP_SERVER)));
  }

  /** As the real server does: with the definition all objects of the kind go. */
  private void toggleDefinition() {
    if (!defined()) {
      define();
      return;
    }
    for (ObjectNode object : store.list(ResourceTypes.MCP_SERVER)) {
      store.delete(
          ResourceTypes.MCP_SERVER,
          object.at("/metadata/namespace").asString(),
          object.at("/metadata/name").asString());
    }
    store.delete(
        ResourceTypes.CUSTOM_RESOURCE_DEFINITION, "", ResourceTypes.MCP_SERVER.definitionName());
  }

  private ObjectNode marked(ObjectNode object) {
    ((ObjectNode) object.get("metadata")).putObject("labels").put("step", Long.toString(++step));
    return object;
  }

  @Override
  public void close() {
    api.close();
    store.close();
  }
}
