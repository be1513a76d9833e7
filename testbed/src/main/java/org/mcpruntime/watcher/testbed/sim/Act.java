package org.mcpruntime.watcher.testbed.sim;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Something that people or fate do to the cluster at a certain time; the rules do the rest.
 *
 * @param at from the start of the visible history; negative in the past that objects remember
 */
public record Act(Duration at, Consumer<Interventions> what) {}
