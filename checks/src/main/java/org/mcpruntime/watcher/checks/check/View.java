package org.mcpruntime.watcher.checks.check;

import java.time.Duration;
import java.util.Optional;

/** What one check may look at while it judges one subject. */
public interface View extends FactsView {

  /** A memo of this check on this subject that has not expired. */
  Optional<String> remembered(String name);

  /** The effective value of a threshold that the check declared. */
  Duration threshold(String name);
}
