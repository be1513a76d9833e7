/** Tests. */
@NullMarked
package org.mcpruntime.watcher.cli.incident;

import org.jspecify.annotations.NullMarked;
