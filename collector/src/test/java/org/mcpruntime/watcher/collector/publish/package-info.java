/** Tests. */
@NullMarked
package org.mcpruntime.watcher.collector.publish;

import org.jspecify.annotations.NullMarked;
