package org.mcpruntime.watcher.collector.kind;

import java.time.Duration;

/**
 * The waits of the readers, in real time, and how often everything is listed again.
 *
 * @param firstRetry after a failure; doubles with each further one
 * @param longestRetry where doubling ends
 * @param refusedRetry after 401, 403 and 404, which time alone does not heal
 * @param firstWatch length of the first watch after a break, in whole seconds: short, since its end in time, or a bookmark
 *     before it, proves soon that nothing is missing
 * @param shortestWatch of the watches after it; each takes a random length up to twice this, so that they do not all
 *     come back at once
 * @param silence without any line or bookmark, after which a watch is ended and a short one asks whether the server is
 *     alive
 * @param openProgress how long a watch without bookmarks has to be open to count as progress
 * @param rediscovery between two looks at which kinds are served
 * @param snapshotInterval between the begins of two complete lists of a scope, by the collector's clock; longer where the
 *     list would be more than a fifth of what the log holds about the kind
 * @param longestSnapshotInterval where that ends
 * @param restatePause after each request of a periodic list
 */
public record Pacing(
    Duration firstRetry,
    Duration longestRetry,
    Duration refusedRetry,
    Duration firstWatch,
    Duration shortestWatch,
    Duration silence,
    Duration openProgress,
    Duration rediscovery,
    Duration snapshotInterval,
    Duration longestSnapshotInterval,
    Duration restatePause) {
  /** With the usual periodic lists. */
  public Pacing(
      Duration firstRetry,
      Duration longestRetry,
      Duration refusedRetry,
      Duration firstWatch,
      Duration shortestWatch,
      Duration silence,
      Duration openProgress,
      Duration rediscovery) {
    this(
        firstRetry,
        longestRetry,
        refusedRetry,
        firstWatch,
        shortestWatch,
        silence,
        openProgress,
        rediscovery,
        Duration.ofHours(1),
        Duration.ofHours(12),
        Duration.ofMillis(250));
  }

  public static Pacing defaults() {
    return new Pacing(
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofSeconds(3),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        Duration.ofSeconds(30));
  }

  /** With other periodic lists. */
  public Pacing withSnapshots(Duration interval, Duration longest, Duration pause) {
    return new Pacing(
        firstRetry,
        longestRetry,
        refusedRetry,
        firstWatch,
        shortestWatch,
        silence,
        openProgress,
        rediscovery,
        interval,
        longest,
        pause);
  }
}
