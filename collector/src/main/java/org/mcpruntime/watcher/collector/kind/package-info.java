/** One kind's life, list, watch and relist, read by its own thread and redacted there into inputs of the publisher. */
@NullMarked
package org.mcpruntime.watcher.collector.kind;

import org.jspecify.annotations.NullMarked;
