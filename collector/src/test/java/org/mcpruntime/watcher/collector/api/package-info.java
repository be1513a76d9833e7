/** Tests. */
@NullMarked
package org.mcpruntime.watcher.collector.api;

import org.jspecify.annotations.NullMarked;
