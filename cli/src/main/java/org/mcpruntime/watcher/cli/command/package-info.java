/** One file per command: its options, its help, and the wiring of what it does. */
@NullMarked
package org.mcpruntime.watcher.cli.command;

import org.jspecify.annotations.NullMarked;
