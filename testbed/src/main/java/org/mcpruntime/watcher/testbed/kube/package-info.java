/** A Kubernetes API for tests, benchmarks and the demo: an etcd-like store and an HTTP server in front of it that can be made to fail. */
@NullMarked
package org.mcpruntime.watcher.testbed.kube;

import org.jspecify.annotations.NullMarked;
