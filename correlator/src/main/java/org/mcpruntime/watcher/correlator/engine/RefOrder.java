package org.mcpruntime.watcher.correlator.engine;

import java.util.Comparator;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** By kind, namespace and name, without making text of each. */
final class RefOrder {

  static final Comparator<ObjectRef> INSTANCE = Comparator.comparing(ObjectRef::group)
      .thenComparing(ObjectRef::kind)
      .thenComparing(ObjectRef::namespace)
      .thenComparing(ObjectRef::name);

  private RefOrder() {}
}
