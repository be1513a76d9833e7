/** Tests of the simulated cluster's state. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim.world;

import org.jspecify.annotations.NullMarked;
