/** Turns the events log into incidents: configuration, start, stop and state of the service. */
@NullMarked
package org.mcpruntime.watcher.correlator;

import org.jspecify.annotations.NullMarked;
