/** A cluster's history read off line: its events, what was said of them, and by which rules. */
@NullMarked
package org.mcpruntime.watcher.correlator.history;

import org.jspecify.annotations.NullMarked;
