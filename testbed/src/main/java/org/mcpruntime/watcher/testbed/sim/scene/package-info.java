/** What the demo cluster consists of and what happens to it. */
@NullMarked
package org.mcpruntime.watcher.testbed.sim.scene;

import org.jspecify.annotations.NullMarked;
