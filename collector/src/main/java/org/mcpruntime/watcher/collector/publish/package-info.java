/** From inputs to records: the ledger decides what is written, the publisher commits it in transactions. */
@NullMarked
package org.mcpruntime.watcher.collector.publish;

import org.jspecify.annotations.NullMarked;
