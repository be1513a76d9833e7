/** Tests of topics and keys. */
@NullMarked
package org.mcpruntime.watcher.schemas.topics;

import org.jspecify.annotations.NullMarked;
