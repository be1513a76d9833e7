/** Tests. */
@NullMarked
package org.mcpruntime.watcher.cli.up;

import org.jspecify.annotations.NullMarked;
