package org.mcpruntime.watcher.testbed.sim.control;

import tools.jackson.databind.node.ObjectNode;

/** Numbers in statuses, which leave zero out. */
final class Counts {
  private Counts() {}

  static void putPositive(ObjectNode status, String name, int count) {
    if (count > 0) {
      status.put(name, count);
    }
  }
}
