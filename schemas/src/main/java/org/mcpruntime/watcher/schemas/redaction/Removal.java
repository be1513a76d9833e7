package org.mcpruntime.watcher.schemas.redaction;

/**
 * One thing that was left out or replaced.
 *
 * @param pointer JSON pointer (RFC 6901) in terms of the input
 */
public record Removal(String pointer, RemovalReason reason) {}
