/** Tests. */
@NullMarked
package org.mcpruntime.watcher.collector.kind;

import org.jspecify.annotations.NullMarked;
