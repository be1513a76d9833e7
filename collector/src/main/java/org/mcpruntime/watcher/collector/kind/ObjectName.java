package org.mcpruntime.watcher.collector.kind;

/**
 * An object's name within its kind.
 *
 * @param namespace empty for an object without one
 */
public record ObjectName(String namespace, String name) {}
