package org.mcpruntime.watcher.checks.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** A view that shows a check only what its relations declare: the engine would not notice changes of anything else. */
record DeclaredView(CheckSpec spec, View view) implements View {

  @Override
  public Instant asOf() {
    return view.asOf();
  }

  @Override
  public Optional<Facts> get(ObjectRef ref) {
    require(ref.kindRef(), null);
    return view.get(ref);
  }

  @Override
  public List<Facts> referring(ObjectRef target, Link link, KindRef kind) {
    require(kind, link);
    return view.referring(target, link, kind);
  }

  @Override
  public Sight sight(KindRef kind) {
    require(kind, null);
    return view.sight(kind);
  }

  @Override
  public Duration seenSince(Instant from, KindRef kind) {
    require(kind, null);
    return view.seenSince(from, kind);
  }

  @Override
  public Instant toldAt(ObjectRef ref) {
    require(ref.kindRef(), null);
    return view.toldAt(ref);
  }

  @Override
  public Optional<ObjectRef> workload(Facts subject) {
    return view.workload(subject);
  }

  @Override
  public Optional<String> remembered(String name) {
    return view.remembered(name);
  }

  @Override
  public Duration threshold(String name) {
    return view.threshold(name);
  }

  private void require(KindRef kind, @Nullable Link link) {
    boolean isSubject = link == null && kind.equals(spec.subject());
    boolean isRelated = spec.relations().stream()
        .filter(relation -> relation.kind().equals(kind))
        .anyMatch(relation -> link == null || relation.link() == null || relation.link() == link);
    if (!isSubject && !isRelated) {
      throw new AssertionError(spec.id() + " reads " + kind.text()
          + (link == null ? "" : " by " + link) + ", which none of its relations declares");
    }
  }
}
