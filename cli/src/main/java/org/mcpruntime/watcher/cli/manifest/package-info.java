/** Objects that come from files or standard input rather than from a cluster. */
@NullMarked
package org.mcpruntime.watcher.cli.manifest;

import org.jspecify.annotations.NullMarked;
