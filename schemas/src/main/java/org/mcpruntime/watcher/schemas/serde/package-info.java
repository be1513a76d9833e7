/** Avro records in Confluent wire format, and the client of the schema registry behind them. */
@NullMarked
package org.mcpruntime.watcher.schemas.serde;

import org.jspecify.annotations.NullMarked;
