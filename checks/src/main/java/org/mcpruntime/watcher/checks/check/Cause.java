package org.mcpruntime.watcher.checks.check;

import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * An incident that would explain this one, if it is open: which check, anchored at which object. A finding names its
 * candidates, most specific first.
 */
public record Cause(String checkId, ObjectRef anchor) {}
