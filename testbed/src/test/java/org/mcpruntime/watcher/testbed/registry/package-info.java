/** Tests of the registry over HTTP, and of the serde against it. */
@NullMarked
package org.mcpruntime.watcher.testbed.registry;

import org.jspecify.annotations.NullMarked;
