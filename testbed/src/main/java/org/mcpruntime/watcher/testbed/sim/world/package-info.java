/** The state of the simulated cluster and the only ways to change it. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim.world;

import org.jspecify.annotations.NullMarked;
