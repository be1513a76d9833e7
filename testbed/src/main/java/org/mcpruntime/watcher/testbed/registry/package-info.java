/** A small schema registry that speaks Confluent's REST API, for Avro. */
@NullMarked
package org.mcpruntime.watcher.testbed.registry;

import org.jspecify.annotations.NullMarked;
