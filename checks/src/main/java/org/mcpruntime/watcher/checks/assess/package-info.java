/** From findings on single subjects to what is said about a workload: anchor, impact, members; and the point-in-time doctor. */
@NullMarked
package org.mcpruntime.watcher.checks.assess;

import org.jspecify.annotations.NullMarked;
