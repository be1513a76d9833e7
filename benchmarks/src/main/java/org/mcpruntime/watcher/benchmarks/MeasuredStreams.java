package org.mcpruntime.watcher.benchmarks;

import org.mcpruntime.watcher.schemas.topics.TopicNames;

/** A {@link StreamsProcess} with its topics and its place in them. */
record MeasuredStreams(ChildJvm process, TopicNames topics, Group group) implements AutoCloseable {

  /** Has it do what the feed holds for it, until that is committed. */
  void take(Feed feed) throws Exception {
    process.ask("begin");
    group.await(feed.publish(topics));
  }

  /** The same, measured; the feed holds so many records. */
  Round round(Feed feed, int records) throws Exception {
    long began = System.nanoTime();
    take(feed);
    double seconds = (System.nanoTime() - began) / 1e9;
    String[] cost = process.ask("cost").split(" ", -1);
    return new Round(
        records / seconds,
        Double.parseDouble(cost[0]) / records,
        Double.parseDouble(cost[1]) / records);
  }

  /** What the correlator did since its start. */
  Counts counts() throws Exception {
    long[] numbers = Latencies.numbers(process.ask("counts"));
    return new Counts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }

  /**
   * Work of a correlator.
   *
   * @param known objects whose version was known and which were not decoded
   * @param unchanged objects whose facts were equal and which were not evaluated
   * @param incidents incident records written
   */
  record Counts(long records, long known, long unchanged, long evaluations, long incidents) {
    Counts since(Counts before) {
      return new Counts(
          records - before.records,
          known - before.known,
          unchanged - before.unchanged,
          evaluations - before.evaluations,
          incidents - before.incidents);
    }

    String text() {
      return "%,d records: %.0f%% with equal facts, %.1f evaluations each, %,d incident records"
          .formatted(
              records,
              100.0 * (known + unchanged) / records,
              (double) evaluations / records,
              incidents);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
