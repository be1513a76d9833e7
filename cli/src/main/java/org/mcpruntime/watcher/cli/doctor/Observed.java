package org.mcpruntime.watcher.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;

/**
 * What was read of a cluster or of files.
 *
 * @param facts of every object that a check can read
 * @param sights which kinds are seen; the others are not looked at
 * @param unseen what could not be read
 * @param absent kinds that this cluster does not have, so that there is nothing to look at
 * @param objects how many objects were read
 */
record Observed(
    List<Facts> facts,
    Map<KindRef, Sight> sights,
    List<Unseen> unseen,
    Set<KindRef> absent,
    int objects) {
  Observed {
    facts = List.copyOf(facts);
    sights = Map.copyOf(sights);
    unseen = List.copyOf(unseen);
    absent = Set.copyOf(absent);
  }
}
