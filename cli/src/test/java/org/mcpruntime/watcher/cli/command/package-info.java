/** Tests. */
@NullMarked
package org.mcpruntime.watcher.cli.command;

import org.jspecify.annotations.NullMarked;
