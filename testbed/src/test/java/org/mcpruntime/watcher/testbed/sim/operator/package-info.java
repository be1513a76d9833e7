/** Tests of the simulated operator. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim.operator;

import org.jspecify.annotations.NullMarked;
