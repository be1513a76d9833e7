/** Tests with a real broker. */
@NullMarked
package org.mcpruntime.watcher.testbed.kafka;

import org.jspecify.annotations.NullMarked;
