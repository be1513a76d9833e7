/** The entry point, and what every command is given of the world around it. */
@NullMarked
package org.mcpruntime.watcher.cli;

import org.jspecify.annotations.NullMarked;
