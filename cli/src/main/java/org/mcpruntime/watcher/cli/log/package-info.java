/** Where log lines go. */
@NullMarked
package org.mcpruntime.watcher.cli.log;

import org.jspecify.annotations.NullMarked;
