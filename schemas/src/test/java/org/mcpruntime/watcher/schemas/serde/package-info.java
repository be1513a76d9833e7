/** Tests of the serde without a registry. */
@NullMarked
package org.mcpruntime.watcher.schemas.serde;

import org.jspecify.annotations.NullMarked;
