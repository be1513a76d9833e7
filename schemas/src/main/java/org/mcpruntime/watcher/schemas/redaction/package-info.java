/** The redaction every published object has passed: what is removed, what is replaced, and how large the rest may be. */
@NullMarked
package org.mcpruntime.watcher.schemas.redaction;

import org.jspecify.annotations.NullMarked;
