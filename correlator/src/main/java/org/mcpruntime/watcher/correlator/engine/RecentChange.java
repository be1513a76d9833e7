package org.mcpruntime.watcher.correlator.engine;

import org.mcpruntime.watcher.checks.assess.SpecChange;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;

/**
 * A change of a workload, kept with it.
 *
 * @param at time of the record that brought it, milliseconds
 * @param listed a list found it: it happened before, at a time that only a gap can tell
 */
record RecentChange(long at, boolean listed, SpecChange change) {

  void write(BinaryWriter out) {
    out.number(at).flag(listed).constant(change.sort()).text(change.text());
  }

  static RecentChange read(BinaryReader in) {
    return new RecentChange(
        in.number(), in.flag(), new SpecChange(SpecChange.Sort.valueOf(in.text()), in.text()));
  }
}
