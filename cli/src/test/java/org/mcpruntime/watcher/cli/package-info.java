/** Tests. */
@NullMarked
package org.mcpruntime.watcher.cli;

import org.jspecify.annotations.NullMarked;
