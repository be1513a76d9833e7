/** A real Kafka broker inside this JVM. */
@NullMarked
package org.mcpruntime.watcher.testbed.kafka;

import org.jspecify.annotations.NullMarked;
