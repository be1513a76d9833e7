package org.mcpruntime.watcher.collector.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mcpruntime.watcher.collector.api.KubeApi;

/**
 * Keeps a clock that runs ahead from stamping records: a time once written cannot be taken back. The clock is compared with
 * the API server's, which is asked again before the clock is called wrong, and for as long as it is. Where the server
 * cannot be asked, a clock that jumped stays suspect. One thread.
 */
public final class ClockGuard {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final KubeApi api;
  private final Duration mostAhead;
  private boolean suspect;
  private long asked;

  public ClockGuard(KubeApi api, Duration mostAhead) {
    this.api = api;
    this.mostAhead = mostAhead;
  }

  /** How far the clock is ahead, when that is too far to publish. */
  public Optional<Duration> tooFarAhead(Instant now) throws InterruptedException {
    Optional<Duration> lead = lead(now);
    if (lead.isPresent() && (!suspect || System.nanoTime() - asked > ASK_AGAIN.toNanos())) {
      api.get("/version");
      asked = System.nanoTime();
      lead = lead(now);
    }
    suspect = lead.isPresent();
    return lead;
  }

  private Optional<Duration> lead(Instant now) {
    return api.serverTime()
        .now()
        .map(server -> Duration.between(server, now))
        .filter(lead -> lead.compareTo(mostAhead) > 0);
  }
}
