/** What a replay says, in words and for programs. */
@NullMarked
package org.mcpruntime.watcher.cli.replay;

import org.jspecify.annotations.NullMarked;
