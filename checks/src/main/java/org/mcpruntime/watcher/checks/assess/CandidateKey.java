package org.mcpruntime.watcher.checks.assess;

import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** What an incident would be about: its key without the cluster. {@code aspect} is empty for most checks. */
public record CandidateKey(ObjectRef anchor, String checkId, String aspect)
    implements Comparable<CandidateKey> {

  /** {@code apps/Deployment/shop/cart#pod-image-pull}. */
  public String text() {
    return anchor.text() + "#" + checkId + (aspect.isEmpty() ? "" : "#" + aspect);
  }

  @Override
  public int compareTo(CandidateKey other) {
    return text().compareTo(other.text());
  }
}
