/** Tests. */
@NullMarked
package org.mcpruntime.watcher.cli.doctor;

import org.jspecify.annotations.NullMarked;
