package org.mcpruntime.watcher.checks.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mcpruntime.watcher.checks.facts.ConfigMapFacts;
import org.mcpruntime.watcher.checks.facts.DeploymentFacts;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.McpServerFacts;
import org.mcpruntime.watcher.checks.facts.ServiceFacts;
import org.mcpruntime.watcher.checks.facts.StatefulSetFacts;

/**
 * What somebody changed about a workload, as short as one can say it: {@code image 1.4.2→1.5.0}. A status that moves is no
 * change.
 */
public record SpecChange(Sort sort, String text) {

  /** What kind of thing changed, the most telling first. */
  public enum Sort {
    IMAGE,
    CONFIG,
    POLICY,
    REPLICAS,
    /** Something in the spec that facts do not hold. */
    SPEC
  }

  /** Kinds whose generation rises when, and only when, somebody changes what they should be. */
  private static final Set<String> WORKLOADS =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "MCPServer");

  private static final int NAME_CHARS = 60;

  /** What differs between two states of one object; empty when nothing that was asked for does. */
  public static List<SpecChange> between(Facts before, Facts after) {
    List<SpecChange> changes = new ArrayList<>();
    if (before instanceof DeploymentFacts old && after instanceof DeploymentFacts now) {
      images(old.images(), now.images(), changes);
      config(old, now, changes);
      replicas(old.desired(), now.desired(), changes);
    } else if (before instanceof McpServerFacts old && after instanceof McpServerFacts now) {
      images(List.of(old.image()), List.of(now.image()), changes);
      replicas(old.replicas(), now.replicas(), changes);
    } else if (before instanceof StatefulSetFacts old && after instanceof StatefulSetFacts now) {
      replicas(old.desired(), now.desired(), changes);
    } else if (before instanceof ServiceFacts old && after instanceof ServiceFacts now) {
      selector(old.selector(), now.selector(), changes);
    } else if (before instanceof ConfigMapFacts old && after instanceof ConfigMapFacts now) {
      policy(old, now, changes);
    }
    long from = before.meta().generation();
    long to = after.meta().generation();
    if (changes.isEmpty() && from != to && WORKLOADS.contains(after.ref().kind())) {
      changes.add(new SpecChange(Sort.SPEC, "spec generation " + from + "→" + to));
    }
    return changes;
  }

  private static void images(List<String> before, List<String> after, List<SpecChange> changes) {
    if (before.size() != after.size()) {
      changes.add(new SpecChange(Sort.IMAGE, "containers " + before.size() + "→" + after.size()));
      return;
    }
    String first = null;
    int differ = 0;
    for (int i = 0; i < after.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        differ++;
        first = first == null
            ? ImageReference.change(before.get(i), after.get(i), after.size() > 1)
            : first;
      }
    }
    if (first != null) {
      changes.add(new SpecChange(Sort.IMAGE, "image " + first + more(differ - 1)));
    }
  }

  /** By name; where all names stay, what was written since the content has changed. */
  private static void config(
      DeploymentFacts before, DeploymentFacts after, List<SpecChange> changes) {
    if (!before.config().equals(after.config())) {
      config(before.config(), after.config(), changes);
      return;
    }
    List<String> stamped = without(after.stamps(), before.stamps());
    if (!stamped.isEmpty()) {
      String name = stamped.get(0).substring(0, stamped.get(0).lastIndexOf('='));
      changes.add(
          new SpecChange(Sort.CONFIG, "config " + shortened(name) + more(stamped.size() - 1)));
    }
  }

  private static void selector(List<String> before, List<String> after, List<SpecChange> changes) {
    if (!before.equals(after)) {
      changes.add(new SpecChange(
          Sort.CONFIG,
          "selector " + shortened(String.join(",", before)) + "→"
              + shortened(String.join(",", after))));
    }
  }

  private static void config(List<String> before, List<String> after, List<SpecChange> changes) {
    List<String> gone = without(before, after);
    List<String> come = without(after, before);
    if (gone.size() == 1 && come.size() == 1) {
      changes.add(new SpecChange(
          Sort.CONFIG, "config " + shortened(gone.get(0)) + "→" + shortened(come.get(0))));
    } else if (!come.isEmpty()) {
      changes.add(new SpecChange(
          Sort.CONFIG, "config added " + shortened(come.get(0)) + more(come.size() - 1)));
    } else if (!gone.isEmpty()) {
      changes.add(new SpecChange(
          Sort.CONFIG, "config removed " + shortened(gone.get(0)) + more(gone.size() - 1)));
    }
  }

  private static void replicas(int before, int after, List<SpecChange> changes) {
    if (before != after) {
      changes.add(new SpecChange(Sort.REPLICAS, "replicas " + before + "→" + after));
    }
  }

  private static void policy(
      ConfigMapFacts before, ConfigMapFacts after, List<SpecChange> changes) {
    boolean had = before.keys().contains(ConfigMapFacts.POLICY_KEY);
    boolean has = after.keys().contains(ConfigMapFacts.POLICY_KEY);
    if (had != has) {
      changes.add(new SpecChange(Sort.POLICY, "policy " + (has ? "added" : "removed")));
    } else if (!before.revision().equals(after.revision())) {
      changes.add(new SpecChange(
          Sort.POLICY,
          before.revision().isEmpty() || after.revision().isEmpty()
              ? "policy changed"
              : "policy " + before.revision() + "→" + after.revision()));
    }
  }

  private static List<String> without(List<String> all, List<String> others) {
    return all.stream().filter(each -> !others.contains(each)).toList();
  }

  private static String more(int count) {
    return count == 0 ? "" : " and " + count + " more";
  }

  /** Both ends: generated names differ at theirs. */
  static String shortened(String name) {
    int half = NAME_CHARS / 2;
    return name.length() <= NAME_CHARS
        ? name
        : name.substring(0, half - 1) + "…" + name.substring(name.length() - half);
  }
}
