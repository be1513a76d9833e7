/** A simulated MCP Runtime cluster: causes are acted out, everything else follows from rules. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim;

import org.jspecify.annotations.NullMarked;
