/** The checks themselves, one file each, and the one list of them. */
@NullMarked
package org.mcpruntime.watcher.checks.catalog;

import org.jspecify.annotations.NullMarked;
