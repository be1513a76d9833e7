/** Seeded histories, faults and kills, and what the log must tell about them afterwards. */
@NullMarked
package org.mcpruntime.watcher.collector.campaign;

import org.jspecify.annotations.NullMarked;
