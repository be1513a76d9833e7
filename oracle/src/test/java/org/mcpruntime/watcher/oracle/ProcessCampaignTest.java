package org.mcpruntime.watcher.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.testbed.process.CampaignPlan;

class ProcessCampaignTest {

  private static final long KNOWN = 5;

  /** So many things that befall the correlators do not take long. */
  private static final int SMALL = 3;

  @TempDir
  private Path directory;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void tellsWhatTheOracleSaysThroughKillsAndOutages() throws Exception {
    // Given
    long unseen = new Random()
        .longs(0, 1_000_000_000)
        .filter(seed -> ProcessEpisode.cycles(seed) <= SMALL)
        .findFirst()
        .orElseThrow();
    try (ProcessCampaign campaign =
        new ProcessCampaign(directory, line -> System.out.println(line))) {
      // When
      boolean sound =
          campaign.run(CampaignPlan.once(KNOWN)) && campaign.run(CampaignPlan.once(unseen));
      // Then
      assertThat(sound).as("seeds %d and %d, see the output", KNOWN, unseen).isTrue();
    }
  }
}
