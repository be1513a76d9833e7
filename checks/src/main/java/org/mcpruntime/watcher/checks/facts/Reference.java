package org.mcpruntime.watcher.checks.facts;

/** What one object refers to; an engine keeps these indexed in both directions. */
public record Reference(Link link, ObjectRef target) {}
