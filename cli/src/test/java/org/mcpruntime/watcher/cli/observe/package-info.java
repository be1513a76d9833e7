/** Tests of metrics and probes. */
@NullMarked
package org.mcpruntime.watcher.cli.observe;

import org.jspecify.annotations.NullMarked;
