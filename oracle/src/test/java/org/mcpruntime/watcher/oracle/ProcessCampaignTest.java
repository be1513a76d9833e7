package org.mcpruntime.watcher.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCampaignTest {

  private static final long KNOWN = 5;

  /** So many things that befall the correlators do not take long. */
  private static final int SMALL = 3;

  @TempDir
  private Path directory;

  @Test
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
      boolean known = campaign.run(once(KNOWN));
      boolean random = campaign.run(once(unseen));
      // Then
      assertThat(known).as("seed %d, see the output", KNOWN).isTrue();
      assertThat(random).as("seed %d, see the output", unseen).isTrue();
    }
  }

  private static Campaign.Plan once(long seed) {
    return new Campaign.Plan(Duration.ZERO, 0, seed, false);
  }
}
