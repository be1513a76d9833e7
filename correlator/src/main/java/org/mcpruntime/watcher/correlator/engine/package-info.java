/** The incident engine: records of the log in, incidents out, over a small store interface; no Kafka and no clock. */
@NullMarked
package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.NullMarked;
