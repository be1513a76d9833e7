package org.mcpruntime.watcher.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {

  private final AtomicInteger clusters = new AtomicInteger(1);
  private final Recent<Integer, String> recent = new Recent<>(100, new Share(clusters::get));

  @Test
  void keepsWhatWasUsedLast() {
    // Given
    put(0, 100);
    // When
    assertThat(recent.get(0)).isNotNull();
    put(100, 101);
    // Then
    assertThat(recent.get(0)).isNotNull();
    assertThat(recent.get(1)).isNull();
    assertThat(kept()).isEqualTo(100);
  }

  @Test
  void keepsItsShareWhenThereAreMoreClusters() {
    // Given
    put(0, 100);
    // When
    clusters.set(4);
    put(100, 101);
    // Then
    assertThat(kept()).isEqualTo(25);
    assertThat(recent.get(100)).isNotNull();
    // When
    clusters.set(1_000);
    put(101, 102);
    // Then: some are kept whatever happens.
    assertThat(kept()).isEqualTo(16);
  }

  private void put(int from, int to) {
    IntStream.range(from, to).forEach(key -> recent.put(key, "value " + key));
  }

  private long kept() {
    return IntStream.range(0, 200).filter(key -> recent.get(key) != null).count();
  }
}
