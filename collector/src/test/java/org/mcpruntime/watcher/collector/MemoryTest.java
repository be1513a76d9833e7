package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.node.ObjectNode;

@Timeout(2 * HeapProbe.LONGEST_SECONDS + 60)
class MemoryTest {
  private static final int FIRST = 1_000;
  private static final int MORE = 9_000;
  private static final int HEAP_MEGABYTES = 64;

  /** An object has 8 KB. Buffers that grew count here; what a known object costs, a benchmark tells. */
  private static final int KEPT_BYTES = 1_000;

  @TempDir(cleanup = CleanupMode.NEVER)
  private Path directory;

  @Test
  void readsMoreThanItsHeapHoldsAfterAnOutageOfTheBrokerAndKeepsNoObject() throws Exception {
    try (KafkaBed bed = KafkaBed.of(directory);
        CollectorRig rig = new CollectorRig(bed);
        HeapProbe collector = HeapProbe.start(rig, directory, HEAP_MEGABYTES)) {
      // Given: the namespace kube-system, and enough pods for all buffers to have their size
      fill(rig, 0, FIRST);
      long before = collector.usedWith(FIRST + 1);

      // When: 72 MB of pods come, at first against a broker that is not there
      bed.stopBroker();
      fill(rig, FIRST, MORE);
      rig.store.compact();
      bed.startBroker();
      long after = collector.usedWith(FIRST + MORE + 1);

      // Then
      assertThat((after - before) / MORE).as("bytes kept of an object").isLessThan(KEPT_BYTES);
      assertThat(rig.ofOperation(Operation.GAP))
          .anyMatch(gap -> "Pod".equals(String.valueOf(gap.getKind())));
      rig.assertSound();
    }
  }

  private static void fill(CollectorRig rig, int from, int count) {
    String text = "a word and another; ".repeat(400);
    for (int i = from; i < from + count; i++) {
      ObjectNode pod = KubeObjects.named("shop", "p" + i);
      pod.putObject("status").put("message", text);
      rig.store.create(ResourceTypes.POD, pod);
    }
  }
}
