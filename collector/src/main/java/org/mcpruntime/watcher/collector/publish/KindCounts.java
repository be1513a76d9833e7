package org.mcpruntime.watcher.collector.publish;

/**
 * What was done about one kind since the session began. A session that lost its hold on Kafka begins again at zero, as a
 * process does.
 *
 * @param watches opened
 * @param relists begun after the first complete list, because the position was too old or given up
 * @param gaps records that tell of a span that was not seen
 * @param repairs differences that only the periodic list found
 * @param restated objects written as SNAPSHOT
 * @param undecodable lines and items set aside
 * @param changes records of an addition, a change or a deletion
 */
public record KindCounts(
    long watches,
    long relists,
    long gaps,
    long repairs,
    long restated,
    long undecodable,
    long changes) {
  static final KindCounts NONE = new KindCounts(0, 0, 0, 0, 0, 0, 0);

  KindCounts plus(KindCounts other) {
    return new KindCounts(
        watches + other.watches,
        relists + other.relists,
        gaps + other.gaps,
        repairs + other.repairs,
        restated + other.restated,
        undecodable + other.undecodable,
        changes + other.changes);
  }
}
