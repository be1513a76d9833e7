package org.mcpruntime.watcher.checks.assess;

import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** One failing subject of an incident, and what is wrong with it. */
public record Member(ObjectRef subject, Finding finding) {}
