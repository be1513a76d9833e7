package org.mcpruntime.watcher.collector.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.testbed.process.CampaignPlan;

class CampaignTest {
  @TempDir
  private Path directory;

  @Test
  void tellsEachChangeOnceThroughKillsAndFaults() throws Exception {
    // Given
    long unseen = new Random().nextInt(1_000_000_000);
    try (Campaign campaign = new Campaign(directory, line -> System.out.println(line))) {

      // When
      boolean known = campaign.run(CampaignPlan.once(3));
      boolean random = campaign.run(CampaignPlan.once(unseen));

      // Then
      assertThat(known).as("seed 3, see the output").isTrue();
      assertThat(random).as("seed %d, see the output", unseen).isTrue();
    }
  }
}
