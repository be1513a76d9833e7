package org.mcpruntime.watcher.checks.check;

import java.time.Duration;
import java.util.Optional;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** What one check may look at while it judges one subject. */
public interface View extends FactsView {

  /**
   * The workload at which incidents about the subject are anchored, for checks that fold; empty while its chain of owners
   * is not known.
   */
  Optional<ObjectRef> workload(Facts subject);

  /** A memo of this check on this subject that has not expired. */
  Optional<String> remembered(String name);

  /** The effective value of a threshold that the check declared. */
  Duration threshold(String name);
}
