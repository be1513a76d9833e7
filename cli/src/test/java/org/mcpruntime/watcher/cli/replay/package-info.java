/** Tests. */
@NullMarked
package org.mcpruntime.watcher.cli.replay;

import org.jspecify.annotations.NullMarked;
