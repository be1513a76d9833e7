package org.mcpruntime.watcher.checks.assess;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.FactsView;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * What one check sees of a cluster.
 *
 * @param facts the cluster
 * @param rules where its durations come from
 * @param checkId whose durations
 * @param memos what is remembered of the subject, by name
 */
public record CheckView(
    FactsView facts, Rules rules, String checkId, Function<String, Optional<String>> memos)
    implements View {

  @Override
  public Instant asOf() {
    return facts.asOf();
  }

  @Override
  public Optional<Facts> get(ObjectRef ref) {
    return facts.get(ref);
  }

  @Override
  public List<Facts> referring(ObjectRef target, Link link, KindRef kind) {
    return facts.referring(target, link, kind);
  }

  @Override
  public Sight sight(KindRef kind) {
    return facts.sight(kind);
  }

  @Override
  public Duration seenSince(Instant from, KindRef kind) {
    return facts.seenSince(from, kind);
  }

  @Override
  public Instant toldAt(ObjectRef ref) {
    return facts.toldAt(ref);
  }

  @Override
  public Optional<ObjectRef> workload(Facts subject) {
    return Assessor.anchor(subject, facts) instanceof Anchor.Resolved resolved
        ? Optional.of(resolved.workload())
        : Optional.empty();
  }

  @Override
  public Optional<String> remembered(String name) {
    return memos.apply(name);
  }

  @Override
  public Duration threshold(String name) {
    return rules.threshold(checkId, name);
  }
}
