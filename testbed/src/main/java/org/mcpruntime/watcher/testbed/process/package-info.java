/** Processes of ours that tests start, kill and stop: a broker, and what a test hosts in one. */
@NullMarked
package org.mcpruntime.watcher.testbed.process;

import org.jspecify.annotations.NullMarked;
