package org.mcpruntime.watcher.checks.check;

import java.time.Duration;

/**
 * Something a check wants to know later about the same subject. A memo with the same name replaces the older one and
 * its expiry; what is not written again is forgotten after {@code keep}, of which time that was not seen is no part. Zero forgets it at once.
 */
public record Memo(String name, String value, Duration keep) {}
