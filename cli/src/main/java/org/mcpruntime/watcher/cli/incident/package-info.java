/** Incidents as a reader sees them: read from the topics, arranged under their headlines, written for people. */
@NullMarked
package org.mcpruntime.watcher.cli.incident;

import org.jspecify.annotations.NullMarked;
