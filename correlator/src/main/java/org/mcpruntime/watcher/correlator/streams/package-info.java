/** Hosts the incident engine on Kafka Streams: topology, stores, encoding and what to do when a record cannot be read. */
@NullMarked
package org.mcpruntime.watcher.correlator.streams;

import org.jspecify.annotations.NullMarked;
