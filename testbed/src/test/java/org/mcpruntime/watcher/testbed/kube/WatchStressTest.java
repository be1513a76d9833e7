package org.mcpruntime.watcher.testbed.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.POD;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Many writers, many watches: every watch sees every change once, in the order of positions. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class WatchStressTest {
  private static final int WRITERS = 4;
  private static final int WATCHES = 6;
  private static final int WRITES = 1_000;

  @Test
  void everyWatchSeesEveryChangeInOrder() throws Exception {
    // Given
    ExecutorService threads = Executors.newCachedThreadPool();
    try (KubeStore store = KubeStore.inMemory(InstantSource.system());
        FakeKubeApi api = FakeKubeApi.start(store, 0)) {
      ApiClient client = new ApiClient(api.uri());
      List<ApiClient.Stream> watches = new ArrayList<>();
      for (int i = 0; i < WATCHES; i++) {
        watches.add(client.watch("/api/v1/pods?watch=1&resourceVersion=0"));
      }
      await().until(() -> api.openWatches() == WATCHES);

      // When
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int seed = i;
        writers.add(threads.submit(() -> write(store, seed)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      long last = store.resourceVersion();
      List<CompletableFuture<Map<String, Long>>> readers = new ArrayList<>();
      for (ApiClient.Stream watch : watches) {
        readers.add(CompletableFuture.supplyAsync(() -> read(watch, last), threads));
      }

      // Then
      Map<String, Long> expected = new HashMap<>();
      for (ObjectNode pod : store.list(POD)) {
        expected.put(
            pod.at("/metadata/name").asString(),
            pod.at("/metadata/resourceVersion").asLong());
      }
      for (CompletableFuture<Map<String, Long>> reader : readers) {
        assertThat(reader.get()).isEqualTo(expected);
      }
      for (ApiClient.Stream watch : watches) {
        watch.close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void write(KubeStore store, int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < WRITES; i++) {
      String name = "w" + seed + "-" + random.nextInt(20);
      if (store.get(POD, "shop", name).isEmpty()) {
        store.create(POD, Objects.pod("shop", name));
      } else if (random.nextInt(4) == 0) {
        store.delete(POD, "shop", name);
      } else {
        ObjectNode pod = Objects.pod("shop", name);
        pod.putObject("status").put("step", i);
        store.update(POD, pod);
      }
    }
  }

  /** Applies the changes up to a position; only pods are written, so each position is one change. */
  private static Map<String, Long> read(ApiClient.Stream watch, long last) {
    Map<String, Long> state = new HashMap<>();
    try {
      for (long position = 1; position <= last; position++) {
        JsonNode event = watch.event();
        JsonNode metadata = event.at("/object/metadata");
        assertThat(metadata.get("resourceVersion").asLong()).isEqualTo(position);
        String name = metadata.get("name").asString();
        switch (event.get("type").asString()) {
          case "ADDED" -> assertThat(state.put(name, position)).isNull();
          case "MODIFIED" -> assertThat(state.put(name, position)).isNotNull();
          default -> assertThat(state.remove(name)).isNotNull();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return state;
  }
}
