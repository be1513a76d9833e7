/** Tests. */
@NullMarked
package org.mcpruntime.watcher.collector;

import org.jspecify.annotations.NullMarked;
