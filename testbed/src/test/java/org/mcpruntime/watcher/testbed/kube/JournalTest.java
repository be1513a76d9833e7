package org.mcpruntime.watcher.testbed.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.CONFIG_MAP;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.NODE;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.POD;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class JournalTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir
  Path directory;

  @Test
  void everythingIsThereAgain() throws Exception {
    // Given
    String before;
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      store.create(POD, Objects.pod("shop", "a"));
      store.create(POD, Objects.pod("shop", "b"));
      store.create(NODE, Objects.node("n"));
      store.delete(POD, "shop", "a");
      store.note("deeds/1", StringNode.valueOf("wörk"));
      store.note("deeds/2", StringNode.valueOf("gone"));
      store.note("deeds/2", null);
      before = state(store);
    }

    // When
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      // Then
      assertThat(state(store)).isEqualTo(before);
      assertThat(store.resourceVersion()).isEqualTo(4);
      assertThat(store.lastChange(POD)).isEqualTo(4);
      assertThat(store.lastChange(NODE)).isEqualTo(3);
      assertThat(store.notes("deeds/")).hasSize(1);
      assertThat(store.create(POD, Objects.pod("shop", "c")).at("/metadata/resourceVersion"))
          .hasToString("\"5\"");
    }
    // A third process reads what the second one compacted and continued.
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      assertThat(store.list(POD)).hasSize(2);
      assertThat(store.lastChange(NODE)).isEqualTo(3);
    }
  }

  @Test
  void positionsOfTheLastProcessExpire() throws Exception {
    // Given
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      store.create(POD, Objects.pod("shop", "a"));
      store.create(POD, Objects.pod("shop", "b"));
    }

    // When
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      // Then
      assertThatThrownBy(() -> store.watch(POD, 1)).isInstanceOf(ExpiredException.class);
      assertThat(store.watch(POD, 2).poll(1, Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aCutAtAnyByteLeavesAPrefix(@TempDir Path copy) throws Exception {
    // Given
    Path file = directory.resolve("journal.jsonl");
    List<String> states = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      ObjectNode map = store.create(CONFIG_MAP, Objects.configMap("shop", "m", "wörk"));
      List<Runnable> writes = List.of(
          () -> store.create(POD, KubeObjects.named("shop", "a")),
          () -> store.update(CONFIG_MAP, Objects.configMap("shop", "m", "ändert")),
          () -> store.note("k", map.get("data")),
          () -> store.atomically(() -> {
            store.delete(POD, "shop", "a");
            store.create(POD, KubeObjects.named("shop", "b"));
            store.note("k", null);
          }),
          () -> store.delete(CONFIG_MAP, "shop", "m"));
      states.add(state(store));
      ends.add(Files.size(file));
      for (Runnable write : writes) {
        write.run();
        states.add(state(store));
        ends.add(Files.size(file));
      }
    }
    byte[] whole = Files.readAllBytes(file);

    // When
    int line = 0;
    for (int length = ends.get(0).intValue(); length <= whole.length; length++) {
      while (line + 1 < ends.size() && ends.get(line + 1) <= length) {
        line++;
      }
      Files.write(copy.resolve("journal.jsonl"), Arrays.copyOf(whole, length));
      try (KubeStore store = KubeStore.open(copy, CLOCK)) {
        // Then
        assertThat(state(store)).as("cut at byte %d", length).isEqualTo(states.get(line));
      }
    }
    assertThat(line).isEqualTo(5);
  }

  @Test
  void writingGoesOnAfterATornLine() throws Exception {
    // Given
    Path file = directory.resolve("journal.jsonl");
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      store.create(POD, Objects.pod("shop", "a"));
    }
    Files.write(
        file, "[{\"op\":\"put\"".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

    // When
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      store.create(POD, Objects.pod("shop", "b"));
    }

    // Then
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      assertThat(store.list(POD)).hasSize(2);
    }
  }

  @Test
  void aDamagedLineInTheMiddleIsRefused() throws IOException {
    // Given
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      store.create(POD, Objects.pod("shop", "a"));
    }
    Files.writeString(directory.resolve("journal.jsonl"), "[{]\n[]\n", StandardOpenOption.APPEND);

    // Then
    assertThatThrownBy(() -> KubeStore.open(directory, CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("damaged line");
  }

  @Test
  void aDirectoryHasOneStore() throws IOException {
    // Given
    KubeStore first = KubeStore.open(directory, CLOCK);

    // Then
    assertThatThrownBy(() -> KubeStore.open(directory, CLOCK))
        .isInstanceOf(StoreException.class)
        .hasRootCauseMessage("in use by another store: " + directory.resolve("lock"));
    first.close();
    KubeStore.open(directory, CLOCK).close();
  }

  @Test
  void aLongJournalIsCompactedAtOpen() throws IOException {
    // Given
    Path file = directory.resolve("journal.jsonl");
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      store.create(CONFIG_MAP, Objects.configMap("shop", "m", ""));
      for (int i = 0; i < 1000; i++) {
        store.update(CONFIG_MAP, Objects.configMap("shop", "m", "x".repeat(300) + i));
      }
      store.create(POD, Objects.pod("shop", "a"));
      store.delete(POD, "shop", "a");
      store.note("k", StringNode.valueOf("v"));
    }
    long before = Files.size(file);
    // What a process leaves that dies while compacting.
    Files.writeString(directory.resolve("journal.jsonl.new"), "[{");

    // When
    KubeStore.open(directory, CLOCK).close();

    // Then
    assertThat(before).isGreaterThan(300_000);
    assertThat(Files.size(file)).isLessThan(2_000);
    try (KubeStore store = KubeStore.open(directory, CLOCK)) {
      assertThat(store.list(CONFIG_MAP).get(0).at("/data/value").asString()).endsWith("x999");
      assertThat(store.resourceVersion()).isEqualTo(1003);
      assertThat(store.lastChange(POD)).isEqualTo(1003);
      assertThat(store.note("k")).contains(StringNode.valueOf("v"));
    }
  }

  @Test
  void workIsVisibleWholeOrNotAtAll() throws Exception {
    try (KubeStore store = KubeStore.inMemory(CLOCK)) {
      // Given
      StoreWatch watch = store.watch(POD, 0);
      List<Integer> sizes = new ArrayList<>();
      Thread reader = new Thread(() -> {
        try {
          sizes.add(watch.poll(9, Duration.ofSeconds(20)).size());
        } catch (ExpiredException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      reader.start();

      // When
      store.atomically(() -> {
        store.create(POD, Objects.pod("shop", "a"));
        store.create(POD, Objects.pod("shop", "b"));
      });
      reader.join(Duration.ofSeconds(20).toMillis());

      // Then
      assertThat(sizes).containsExactly(2);
    }
  }

  private static String state(KubeStore store) {
    return store.list(POD) + " " + store.list(NODE) + " " + store.list(CONFIG_MAP) + " "
        + store.notes("") + " " + store.resourceVersion();
  }
}
