/** The operator of MCP Runtime: children, policy and status of MCPServers. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim.operator;

import org.jspecify.annotations.NullMarked;
