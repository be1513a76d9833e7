/** Which incidents must come of a cluster's log, found by brute force and without the engine or its checks. */
@NullMarked
package org.mcpruntime.watcher.oracle;

import org.jspecify.annotations.NullMarked;
