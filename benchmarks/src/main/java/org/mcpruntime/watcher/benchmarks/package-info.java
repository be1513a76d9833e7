/** Measures what the product promises about speed and memory, each figure beside a baseline of the same run. */
@NullMarked
package org.mcpruntime.watcher.benchmarks;

import org.jspecify.annotations.NullMarked;
