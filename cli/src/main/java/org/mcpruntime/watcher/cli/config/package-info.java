/** One schema of configuration keys, and how file, environment and flags become checked values. */
@NullMarked
package org.mcpruntime.watcher.cli.config;

import org.jspecify.annotations.NullMarked;
