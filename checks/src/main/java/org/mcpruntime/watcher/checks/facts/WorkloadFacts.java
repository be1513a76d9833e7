package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.List;

/** A controller that keeps a number of like pods running, and that Services select pods of. */
public sealed interface WorkloadFacts extends Facts
    permits DaemonSetFacts, DeploymentFacts, StatefulSetFacts {

  /** How many pods it is asked for. */
  int desired();

  /** How many of them are ready. */
  int ready();

  /** Labels of its pod template as {@code name=value}, sorted. */
  List<String> podLabels();

  /** Its controller, and each label of its pods. */
  @Override
  default List<Reference> references() {
    List<Reference> references = new ArrayList<>(Facts.super.references());
    podLabels().forEach(label -> references.add(label(ref().namespace(), label)));
    return references;
  }

  /** A label of a namespace, as something to refer to. */
  static Reference label(String namespace, String label) {
    return new Reference(Link.LABEL, new ObjectRef("", "Label", namespace, label));
  }
}
