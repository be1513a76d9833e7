package org.mcpruntime.watcher.checks.check;

import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * What a finding may have in common with findings on other workloads: the incident that would be the one headline of them
 * all, by check, anchor and aspect. The finding's own incident only carries the key of it, whether it is open or not.
 *
 * <p>Two sorts of checks stand behind a group. Where the common root is an object that is judged itself, it is that check's
 * incident: a finding on a pod of a node that is not ready names {@code new CauseGroup("node-not-ready", node, "")}, and
 * nothing else is needed. Where the root cannot be looked at, such as a registry, a {@link GroupCheck} judges it by what it
 * does to workloads.
 *
 * <p>What is not known groups with nothing: a finding whose root or class is unknown has no group.
 *
 * @param aspect stable part of the key where one root can fail in several ways: the class of a registry's failure; may be
 *     empty
 */
public record CauseGroup(String checkId, ObjectRef anchor, String aspect) {

  public CauseGroup {
    if (checkId.isEmpty() || anchor.kind().isEmpty() || anchor.name().isEmpty()) {
      throw new IllegalArgumentException("what is missing groups with nothing: " + anchor.text());
    }
  }
}
