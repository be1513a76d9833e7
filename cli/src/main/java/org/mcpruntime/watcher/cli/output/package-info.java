/** Text, tables and documents as the terminal shows them; knows nothing of clusters. */
@NullMarked
package org.mcpruntime.watcher.cli.output;

import org.jspecify.annotations.NullMarked;
