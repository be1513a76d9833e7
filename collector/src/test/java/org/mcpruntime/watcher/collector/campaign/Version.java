package org.mcpruntime.watcher.collector.campaign;

/** One version of one object. */
record Version(String uid, String resourceVersion) {}
