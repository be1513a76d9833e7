/** Tests of child processes. */
@NullMarked
package org.mcpruntime.watcher.testbed.process;

import org.jspecify.annotations.NullMarked;
