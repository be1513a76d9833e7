package org.mcpruntime.watcher.collector.kind;

import java.time.Duration;

/**
 * The waits of the readers, in real time.
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
 */
public record Pacing(
    Duration firstRetry,
    Duration longestRetry,
    Duration refusedRetry,
    Duration firstWatch,
    Duration shortestWatch,
    Duration silence,
    Duration openProgress,
    Duration rediscovery) {
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
}
