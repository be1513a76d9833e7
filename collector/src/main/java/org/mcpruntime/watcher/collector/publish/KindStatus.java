package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.schemas.avro.CoverageState;

/**
 * What is seen of one kind, as of the newest commit.
 *
 * @param version API version that is read; empty before it is known
 * @param state SYNCED, SYNCING or BLIND
 * @param reason why not SYNCED, CamelCase; null when it is
 * @param since since when it is in this state
 * @param lastProgress last completed list, change or bookmark, or minute of an open watch without bookmarks
 * @param objects live objects known
 * @param resourceVersion committed position; null while the kind has to be listed
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
    KindCounts counts) {}
