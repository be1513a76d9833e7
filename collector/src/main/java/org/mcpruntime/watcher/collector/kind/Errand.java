package org.mcpruntime.watcher.collector.kind;

import java.util.List;
import org.mcpruntime.watcher.collector.api.Scope;

/** What the ledger wants read, beside what the readers read by themselves. */
public sealed interface Errand {
  Scope scope();

  /** Read the whole scope once while its watch goes on. */
  record Restate(Scope scope, long restate) implements Errand {}

  /** Read these objects by name. */
  record Read(Scope scope, long restate, List<ObjectName> names) implements Errand {
    public Read {
      names = List.copyOf(names);
    }
  }

  /** The reader gives its position up and lists. */
  record Relist(Scope scope, String reason) implements Errand {}
}
