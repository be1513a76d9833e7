package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;

/**
 * What is seen of one kind, as of the newest commit.
 *
 * @param version API version that is read; empty before it is known
 * @param state SYNCED, SYNCING or BLIND
 * @param reason why not SYNCED, CamelCase; null when it is
 * @param since since when it is in this state
 * @param lastProgress last completed list, change or bookmark, or minute of an open watch without bookmarks
 * @param objects live objects known
 * @param resourceVersion committed position; null while the kind has to be listed, and where each namespace has its own
 * @param lastSnapshotAt begin of the newest complete list, first, relist or periodic; null before the first
 * @param counts what was done
 */
public record KindStatus(
    KindId kind,
    String version,
    CoverageState state,
    @Nullable String reason,
    Instant since,
    @Nullable Instant lastProgress,
    long objects,
    @Nullable String resourceVersion,
    @Nullable Instant lastSnapshotAt,
    KindCounts counts) {
  /** Reason of a kind with objects that nobody asks for any more. */
  static final String NOT_COLLECTED = "NotCollected";

  /** Of a kind whose objects are known though it is collected no more: never told as deleted, and not seen either. */
  static KindStatus notCollected(KindId kind, Instant since, long objects) {
    return new KindStatus(
        kind,
        "",
        CoverageState.BLIND,
        NOT_COLLECTED,
        since,
        null,
        objects,
        null,
        null,
        KindCounts.NONE);
  }

  /** As the TICK tells it. */
  KindCoverage coverage() {
    KindCoverage coverage = new KindCoverage();
    coverage.setGroup(new Utf8(kind.group()));
    coverage.setVersion(new Utf8(version));
    coverage.setKind(new Utf8(kind.kind()));
    coverage.setState(state);
    coverage.setReason(utf8(reason));
    coverage.setSince(since);
    coverage.setLastProgress(lastProgress);
    coverage.setObjects(objects);
    coverage.setResourceVersion(utf8(resourceVersion));
    return coverage;
  }

  private static @Nullable Utf8 utf8(@Nullable String text) {
    return text == null ? null : new Utf8(text);
  }
}
