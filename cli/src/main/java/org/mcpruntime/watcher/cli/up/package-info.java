/** Everything on one machine: broker, registry, collector and correlator in one process, with or without a simulated cluster. */
@NullMarked
package org.mcpruntime.watcher.cli.up;

import org.jspecify.annotations.NullMarked;
