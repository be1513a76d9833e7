/** Which Kafka, registry and data directory a command talks to, and what must be true of them before it starts. */
@NullMarked
package org.mcpruntime.watcher.cli.connect;

import org.jspecify.annotations.NullMarked;
