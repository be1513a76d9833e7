/** Tests. */
@NullMarked
package org.mcpruntime.watcher.cli.output;

import org.jspecify.annotations.NullMarked;
