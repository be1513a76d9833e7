package org.mcpruntime.watcher.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/** The logs of several busy clusters side by side. */
record MixedLogs(List<MixedLog> logs) {
  /** Longer than what any of them tells, and shorter than a log is kept. */
  private static final Duration AGO = Duration.ofDays(2);

  MixedLogs {
    logs = List.copyOf(logs);
  }

  /** So many clusters that share the objects evenly. */
  static MixedLogs of(int clusters, int objects) {
    return of(IntStream.range(0, clusters).mapToObj(i -> "cluster-" + i).toList(), objects);
  }

  static MixedLogs of(List<String> clusters, int objects) {
    Instant begin = Instant.now().minus(AGO).truncatedTo(ChronoUnit.SECONDS);
    return new MixedLogs(IntStream.range(0, clusters.size())
        .mapToObj(i -> new MixedLog(clusters.get(i), objects / clusters.size(), i, begin))
        .toList());
  }

  void list(Feed feed) {
    logs.forEach(log -> log.list(feed::stage));
    feed.flush();
  }

  /** The next records, of each cluster in turn. */
  void changes(Feed feed, int records) {
    for (int i = 0; i < records; i++) {
      feed.stage(logs.get(i % logs.size()).next());
    }
    feed.flush();
  }

  /** All of them are alike. */
  String description() {
    return logs.get(0).description();
  }
}
