package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.collector.CollectorRig.POD;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;

class BrokerOutageTest {
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path directory;

  @Test
  void losesAndRepeatsNothingWhenTheBrokerGoesAndComesBack() throws Exception {
    // Given
    try (KafkaBed bed = KafkaBed.of(directory);
        CollectorRig rig = new CollectorRig(bed)) {
      rig.createPod("before");
      rig.startSettled();

      // When
      bed.stopBroker();
      for (int i = 0; i < 50; i++) {
        rig.createPod("p" + i);
      }
      rig.deletePod("before");
      rig.awaitStatus(status -> status.phase() == Phase.RETRYING);
      bed.startBroker();
      rig.awaitCaughtUp();

      // Then
      assertThat(rig.changes(POD))
          .hasSize(51)
          .doesNotHaveDuplicates()
          .contains("DELETED WATCH before");
      rig.assertSound();
    }
  }
}
