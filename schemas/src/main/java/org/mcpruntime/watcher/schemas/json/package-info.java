/** JSON as bytes: a scanner that never builds a tree, and the two envelopes in which the Kubernetes API sends objects. */
@NullMarked
package org.mcpruntime.watcher.schemas.json;

import org.jspecify.annotations.NullMarked;
