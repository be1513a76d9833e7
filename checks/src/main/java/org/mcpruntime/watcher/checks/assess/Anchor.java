package org.mcpruntime.watcher.checks.assess;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** Where an incident about a subject belongs. */
public sealed interface Anchor {

  /**
   * The object that an incident belongs to, and the MCPServer above it.
   *
   * @param workload the object that the incident is keyed at: the top controller below the MCPServer, or the subject
   * @param uid its uid, when its facts are known
   * @param server the owning MCPServer, if there is one
   * @param teamId spec.teamID of that server
   */
  record Resolved(
      ObjectRef workload,
      @Nullable String uid,
      @Nullable ObjectRef server,
      @Nullable String teamId) implements Anchor {}

  /** The owner chain is not known yet; {@code missing} is the first object that is not. */
  record Unresolved(ObjectRef missing) implements Anchor {}
}
