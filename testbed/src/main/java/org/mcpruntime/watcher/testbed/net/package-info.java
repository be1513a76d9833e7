/** Where servers of the testbed listen. */
@NullMarked
package org.mcpruntime.watcher.testbed.net;

import org.jspecify.annotations.NullMarked;
