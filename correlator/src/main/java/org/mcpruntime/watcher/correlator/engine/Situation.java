package org.mcpruntime.watcher.correlator.engine;

/**
 * What a life needs to know when its key was evaluated.
 *
 * @param now time of the evaluation, milliseconds: of the record, or when a timer was due
 * @param record the record that caused it; for a timer: that fired it
 * @param settleMillis how long it must be false before it resolves, unless it flaps
 * @param seen how much of a stretch of time the check could see what it needs
 */
record Situation(
    IncidentKey key,
    long now,
    Origin record,
    int checkVersion,
    long settleMillis,
    Stopwatch.SeenTime seen) {}
