package org.mcpruntime.watcher.checks.check;

import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** One value that a check read: {@code Pod/shop/cart-1}, {@code status.phase}, {@code Pending}. */
public record Evidence(ObjectRef resource, String path, String value) {}
