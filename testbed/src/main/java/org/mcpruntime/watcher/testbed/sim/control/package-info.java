/** The controllers of Kubernetes itself, each small and level-triggered. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim.control;

import org.jspecify.annotations.NullMarked;
