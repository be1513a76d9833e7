package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every object has.
 *
 * @param generation metadata.generation, 0 where the kind has none
 * @param createdAt metadata.creationTimestamp; never an onset
 * @param controller the owner reference with controller=true
 * @param deleting a deletionTimestamp is set
 * @param truncated large values were replaced before publishing, so that absence proves nothing
 */
public record Meta(
    ObjectRef ref,
    String uid,
    long generation,
    @Nullable Instant createdAt,
    @Nullable Owner controller,
    boolean deleting,
    boolean truncated) {}
