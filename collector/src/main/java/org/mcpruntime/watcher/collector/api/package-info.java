/** The Kubernetes API as this product uses it: GET only, answers as bytes, refusals as values. */
@NullMarked
package org.mcpruntime.watcher.collector.api;

import org.jspecify.annotations.NullMarked;
