package org.mcpruntime.watcher.correlator.engine;

import java.util.SortedSet;
import java.util.TreeSet;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** Runs a turn: judges its subjects, then lets the lives they count for make their step, then the lives those explain. */
final class Runner {

  private final Tables tables;
  private final CheckSet checks;
  private final Judge judge;
  private final Folder folder;
  private final LifeCycle lifeCycle;
  private final long horizonMillis;
  private final EngineCounts counts;

  Runner(
      Tables tables,
      CheckSet checks,
      LifeCycle lifeCycle,
      long horizonMillis,
      EngineCounts counts) {
    this.tables = tables;
    this.checks = checks;
    this.judge = new Judge(tables, checks, horizonMillis, counts);
    this.folder = new Folder(tables, checks);
    this.lifeCycle = lifeCycle;
    this.horizonMillis = horizonMillis;
    this.counts = counts;
  }

  /** The turn's time must not be before that of an earlier turn. */
  void run(Turn turn, Sink sink) {
    run(turn, tables.view(turn.now()), sink);
  }

  /** @param view of the turn's time */
  void run(Turn turn, ClusterView view, Sink sink) {
    for (Turn.Subject next = turn.nextSubject(); next != null; next = turn.nextSubject()) {
      judge.judge(next.check(), next.ref(), turn, view);
    }
    for (Turn.Assessed next = turn.nextAssessed(); next != null; next = turn.nextAssessed()) {
      SortedSet<String> keys = folder.keysUnder(next.base());
      for (String key : keys) {
        step(IncidentKey.parse(key), turn, view, sink);
      }
      if (keys.isEmpty()) {
        nobodyIsHit(IncidentKey.parse(next.base()), turn);
      }
    }
  }

  /** A group that hits nobody is not judged, and so its judge does not throw. */
  private void nobodyIsHit(IncidentKey plain, Turn turn) {
    if (checks.group(plain.check()) != null) {
      judge.groupWorks(plain, turn);
    }
  }

  private void step(IncidentKey key, Turn turn, ClusterView view, Sink sink) {
    String text = key.text();
    Life before = tables.lives().get(text);
    Fold fold = fold(key, turn, view);
    Step step = lifeCycle.step(before, fold, situation(key, turn, view));
    tables.lives().put(text, step.life(), step.due());
    if (step.written() != null) {
      counts.incidents.increment();
      sink.incident(step.written());
    }
    groupsHit(text, before, step.life(), turn);
    boolean wasOpen = before.asOpen() != null;
    boolean isOpen = step.life().asOpen() != null;
    if (wasOpen != isOpen) {
      // What this explains is assessed at once; being assessed does not open or end it by itself.
      new TreeSet<>(tables.lives().effectsOf(key.base()))
          .forEach(effect -> turn.assess(IncidentKey.parse(effect).base()));
    }
  }

  private Fold fold(IncidentKey key, Turn turn, ClusterView view) {
    if (checks.group(key.check()) == null) {
      return folder.fold(key, turn, view);
    }
    try {
      Fold fold = folder.fold(key, turn, view);
      judge.groupWorks(key, turn);
      return fold;
    } catch (RuntimeException thrown) {
      judge.groupThrew(key, thrown, turn);
      return new Fold.Paused();
    }
  }

  /** The check is not asked any more about this subject. */
  void forget(String checkId, ObjectRef ref, Turn turn) {
    judge.forget(checkId, ref, turn);
  }

  /** The workload at which incidents under this key without aspect are anchored is gone. */
  void scatter(String base, Turn turn) {
    judge.scatter(base, turn);
  }

  /** A group is assessed in the same turn when it hits somebody else, or harder. */
  void groupsHit(String key, Life before, Life after, Turn turn) {
    GroupIndex.Hit was = GroupIndex.hit(key, before);
    GroupIndex.Hit is = GroupIndex.hit(key, after);
    if (was != null && (is == null || !was.countsAs(is))) {
      assessGroup(was.group(), turn);
    }
    if (is != null && (was == null || !is.countsAs(was))) {
      assessGroup(is.group(), turn);
    }
  }

  private void assessGroup(String group, Turn turn) {
    IncidentKey key = IncidentKey.parse(group);
    if (checks.group(key.check()) != null) {
      turn.assess(key.base());
    }
  }

  private Situation situation(IncidentKey key, Turn turn, ClusterView view) {
    CheckSpec spec = checks.spec(key.check());
    return new Situation(
        key,
        tables.state().clusterUid(),
        turn.now(),
        turn.record(),
        spec == null ? 0 : spec.version(),
        spec == null ? 0 : checks.settleMillis(spec),
        tables.state().window(checks.required(key.check()), turn.now() - horizonMillis, turn.now()),
        (onset, server) -> new LastChange(tables.state(), view, horizonMillis)
            .before(onset, key.anchor(), server, turn.now()));
  }
}
