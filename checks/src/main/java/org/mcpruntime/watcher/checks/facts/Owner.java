package org.mcpruntime.watcher.checks.facts;

/** The controlling owner reference of an object, in the object's own namespace. */
public record Owner(ObjectRef ref, String uid) {}
