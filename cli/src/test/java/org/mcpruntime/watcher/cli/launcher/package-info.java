/** Tests of the launcher script. */
@NullMarked
package org.mcpruntime.watcher.cli.launcher;

import org.jspecify.annotations.NullMarked;
