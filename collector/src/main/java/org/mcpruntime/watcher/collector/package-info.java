/** Lists and watches one cluster and publishes what it saw, exactly once and in order: wiring, configuration, status. */
@NullMarked
package org.mcpruntime.watcher.collector;

import org.jspecify.annotations.NullMarked;
