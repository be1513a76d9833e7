/** The engine run again over the log: to come to life in the middle of it, to show what was said, to prove that it was right. */
@NullMarked
package org.mcpruntime.watcher.correlator.replay;

import org.jspecify.annotations.NullMarked;
