/** Tests. */
@NullMarked
package org.mcpruntime.watcher.cli.config;

import org.jspecify.annotations.NullMarked;
