/** The shape of a check: what it declares, what it may look at, and what it can say. */
@NullMarked
package org.mcpruntime.watcher.checks.check;

import org.jspecify.annotations.NullMarked;
