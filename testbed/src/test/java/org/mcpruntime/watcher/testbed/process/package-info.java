/** Tests of child processes and of what is read beside them. */
@NullMarked
package org.mcpruntime.watcher.testbed.process;

import org.jspecify.annotations.NullMarked;
