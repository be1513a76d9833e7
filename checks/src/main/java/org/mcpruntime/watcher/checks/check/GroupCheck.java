package org.mcpruntime.watcher.checks.check;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * Words the one headline of workloads that fail for a common root which cannot be looked at itself. Pure, as a
 * {@link Check} is. When a headline opens and ends is the same for all: see the constants.
 */
public interface GroupCheck {

  /** So many workloads that began to fail within {@link #WINDOW} are not chance any more. */
  int WORKLOADS = 3;

  /** So many namespaces, whatever the number of workloads. */
  int NAMESPACES = 2;

  Duration WINDOW = Duration.ofMinutes(10);

  /**
   * Its id, version, texts and settle. The subject is the kind whose findings name the group; what cannot be seen of it
   * pauses the headline too. The hold is zero, since those of the workloads are over.
   */
  CheckSpec spec();

  /** Whether these workloads, each may be named twice, are too many for chance. */
  static boolean areMany(Collection<ObjectRef> workloads) {
    return workloads.stream().distinct().limit(WORKLOADS).count() == WORKLOADS
        || workloads.stream()
                .map(ObjectRef::namespace)
                .distinct()
                .limit(NAMESPACES)
                .count()
            == NAMESPACES;
  }

  /**
   * What is said of a group. How many workloads and namespaces it hits, and how hard, is added to the message.
   *
   * @param group whose {@link CauseGroup#checkId()} is this check's id
   * @param examples what some of the workloads say, at least one and at most 10
   */
  Finding finding(CauseGroup group, List<Evidence> examples);
}
