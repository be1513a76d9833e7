/** Tests of the simulated cluster as a whole. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim;

import org.jspecify.annotations.NullMarked;
