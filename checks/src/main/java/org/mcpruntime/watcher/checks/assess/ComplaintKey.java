package org.mcpruntime.watcher.checks.assess;

import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** What an incident is about, across its episodes. {@code aspect} is empty for most checks. */
public record ComplaintKey(ObjectRef anchor, String checkId, String aspect)
    implements Comparable<ComplaintKey> {

  /** {@code apps/Deployment/shop/cart#pod-image-pull}: an incident key without the cluster. */
  public String text() {
    return anchor.text() + "#" + checkId + (aspect.isEmpty() ? "" : "#" + aspect);
  }

  @Override
  public int compareTo(ComplaintKey other) {
    return text().compareTo(other.text());
  }
}
