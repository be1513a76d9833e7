package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;

/**
 * One step of a life.
 *
 * @param due when the key has to be evaluated again, or {@link StoredLife#NEVER}
 * @param written the record to publish, if anything is to be told
 */
record Step(Life life, long due, @Nullable Incident written) {}
