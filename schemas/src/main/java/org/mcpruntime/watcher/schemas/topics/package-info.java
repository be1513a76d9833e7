/** Which topics exist, how they are keyed and partitioned, and whether a broker's agree. */
@NullMarked
package org.mcpruntime.watcher.schemas.topics;

import org.jspecify.annotations.NullMarked;
