/** A real Kubernetes control plane on loopback, from the programs that the field's test tools use. */
@NullMarked
package org.mcpruntime.watcher.testbed.real;

import org.jspecify.annotations.NullMarked;
