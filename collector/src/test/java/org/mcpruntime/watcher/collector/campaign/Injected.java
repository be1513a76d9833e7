package org.mcpruntime.watcher.collector.campaign;

import java.util.Map;

/**
 * The faults that leave traces in the topics, by kind.
 *
 * @param garbage lines that are no JSON: at most so many dead letters
 * @param lost changes that a watch left out: at most so many may be told late, by a repair
 */
record Injected(Map<String, Integer> garbage, Map<String, Integer> lost) {
  static final Injected NOTHING = new Injected(Map.of(), Map.of());

  Injected {
    garbage = Map.copyOf(garbage);
    lost = Map.copyOf(lost);
  }
}
