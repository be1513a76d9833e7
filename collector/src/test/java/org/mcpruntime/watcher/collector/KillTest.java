package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.node.ObjectNode;

class KillTest {
  private static final int KILLS = 3;

  @TempDir
  private Path directory;

  @Test
  void tellsEachChangeOnceThroughKillsAtAnyInstant() throws Exception {
    // Given: pods that change all the time
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (CollectorRig rig = new CollectorRig()) {
      rig.startSettled();
      rig.stop();
      List<String> done = new ArrayList<>();
      CountDownLatch enough = new CountDownLatch(1);
      Thread churn = new Thread(() -> churn(rig, new Random(seed), done, enough));
      churn.start();

      // When: collectors are killed while they publish
      try {
        for (int i = 0; i < KILLS; i++) {
          try (ChildCollector child = ChildCollector.start(rig, directory, "child")) {
            child.await(status -> status.phase() == Phase.RUNNING);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
            assertThat(child.isAlive()).isTrue();
          }
        }
      } finally {
        enough.countDown();
        churn.join();
      }
      rig.startSettled();
      rig.awaitCaughtUp();

      // Then
      assertThat(rig.changes(POD)).as("seed " + seed).containsExactlyElementsOf(done);
      rig.assertSound();
    }
  }

  /** About a hundred changes a second, each noted as the log must tell it. */
  private static void churn(
      CollectorRig rig, Random random, List<String> done, CountDownLatch enough) {
    try {
      while (!enough.await(10, TimeUnit.MILLISECONDS)) {
        String name = "p" + random.nextInt(30);
        ObjectNode pod = rig.store.get(ResourceTypes.POD, "shop", name).orElse(null);
        if (pod == null) {
          rig.createPod(name);
          done.add("ADDED WATCH " + name);
        } else if (random.nextInt(4) == 0) {
          rig.deletePod(name);
          done.add("DELETED WATCH " + name);
        } else {
          rig.updatePod(name, "phase " + random.nextLong());
          done.add("MODIFIED WATCH " + name);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
