/** What checks need of Kubernetes objects, small and immutable, and the extractors that take it from redacted JSON. */
@NullMarked
package org.mcpruntime.watcher.checks.facts;

import org.jspecify.annotations.NullMarked;
