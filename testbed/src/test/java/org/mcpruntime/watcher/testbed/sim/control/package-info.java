/** Tests of the simulated controllers. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim.control;

import org.jspecify.annotations.NullMarked;
