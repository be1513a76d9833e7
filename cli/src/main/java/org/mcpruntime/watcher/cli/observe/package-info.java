/** What a running collector tells machines: metrics and probes over HTTP. */
@NullMarked
package org.mcpruntime.watcher.cli.observe;

import org.jspecify.annotations.NullMarked;
