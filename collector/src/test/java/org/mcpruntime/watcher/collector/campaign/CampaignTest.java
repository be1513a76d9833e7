package org.mcpruntime.watcher.collector.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.testbed.process.CampaignPlan;

class CampaignTest {
  @TempDir
  private Path directory;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void tellsEachChangeOnceThroughKillsAndFaults() throws Exception {
    // Given
    long unseen = new Random().nextInt(1_000_000_000);
    try (Campaign campaign = new Campaign(directory, line -> System.out.println(line))) {

      // When
      boolean sound = campaign.run(CampaignPlan.once(3)) && campaign.run(CampaignPlan.once(unseen));

      // Then
      assertThat(sound).as("seeds 3 and %d, see the output", unseen).isTrue();
    }
  }
}
