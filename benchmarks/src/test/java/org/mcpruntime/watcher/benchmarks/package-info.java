/** That the measurements run. */
@NullMarked
package org.mcpruntime.watcher.benchmarks;

import org.jspecify.annotations.NullMarked;
