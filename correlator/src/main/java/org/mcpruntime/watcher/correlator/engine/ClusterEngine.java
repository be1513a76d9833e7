package org.mcpruntime.watcher.correlator.engine;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.correlator.engine.Turn.Occasion;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Incident;

/** One cluster: moves its time, then applies a record. */
final class ClusterEngine {

  private final EngineSettings settings;
  private final CheckSet checks;
  private final String rulesHash;
  private final EngineCounts counts;
  private final Tables tables;
  private final Reach reach;
  private final Runner runner;
  private final CoverageReader coverage;
  private final StatusWriter statusWriter;

  ClusterEngine(
      String cluster,
      EngineSettings settings,
      CheckSet checks,
      String rulesHash,
      Function<StoreName, Store> stores,
      Share share,
      EngineCounts counts) {
    this.settings = settings;
    this.checks = checks;
    this.rulesHash = rulesHash;
    this.counts = counts;
    tables = new Tables(cluster, stores, share);
    reach = new Reach(tables, checks);
    LifeCycle lifeCycle = new LifeCycle(
        new IncidentWriter(rulesHash, settings.runbookBase()),
        settings.horizon().toMillis());
    runner = new Runner(tables, checks, lifeCycle, settings.horizon().toMillis(), counts);
    coverage = new CoverageReader(tables.state(), settings.horizon().toMillis());
    statusWriter = new StatusWriter(tables, rulesHash, settings.build());
  }

  /** Its time, milliseconds; -1 before its first record. */
  long time() {
    return tables.time();
  }

  boolean knowsAll() {
    return tables.state().knowsAll();
  }

  /** What the records before this offset told is not known here. */
  void knownFrom(long offset) {
    tables.state().knownFrom(offset);
  }

  @Nullable
  StoredObject find(ObjectRef ref) {
    return tables.objects().find(ref);
  }

  /**
   * Moves time forward to a record: timers that are due fire first, each at its own time. A record older than the cluster's
   * time does not move it.
   */
  void moveTo(LogRecord record, RecordRef origin, Sink sink) {
    long last = tables.time();
    long now = Math.max(last, record.timestamp());
    if (last >= 0) {
      if (now - last > tables.state().silenceLimit()) {
        tables.state().jumped(last, now);
      }
      for (TimerTable.Timer timer = tables.timers().poll(now);
          timer != null;
          timer = tables.timers().poll(now)) {
        tables.time(Math.max(tables.time(), timer.due()));
        fire(timer, origin, sink);
      }
    }
    tables.time(now);
    boolean newRules = !tables.state().rulesHash().equals(rulesHash);
    if (newRules || !tables.state().build().equals(settings.build())) {
      tables.state().build(settings.build());
      statusWriter.policy(checks.rules().text(), sink);
    }
    if (newRules) {
      newRules(origin, sink);
    }
  }

  /** A restated object whose version is known: nothing can have changed. */
  void restated(ObjectRef ref, RecordRef origin) {
    mention(ref, origin);
  }

  /** @param before null when nothing was known of it */
  void appeared(
      ObjectRef ref,
      @Nullable StoredObject before,
      StoredObject after,
      boolean listed,
      RecordRef origin,
      Sink sink) {
    if (before != null && !before.isSameObject(after)) {
      disappeared(ref, before, listed, origin, sink);
      appeared(ref, null, after, listed, origin, sink);
      return;
    }
    if (before != null && Objects.equals(before.facts(), after.facts())) {
      counts.unchanged.increment();
      mention(ref, origin);
      return;
    }
    StoredObject stored = before == null
        ? after
        : after.changedFrom(
            before, tables.time(), listed, tables.time() - settings.horizon().toMillis());
    write(ref, before, stored, turn(origin, listed ? Occasion.LISTED : Occasion.CHANGE), sink);
  }

  /** There is a version of the object that cannot be read: nothing is known of it but that it is there. */
  void unreadable(ObjectRef ref, @Nullable StoredObject before, RecordRef origin, Sink sink) {
    StoredObject after = StoredObject.unreadable(origin);
    if (before != null && !before.isSameObject(after)) {
      disappeared(ref, before, true, origin, sink);
      unreadable(ref, null, origin, sink);
      return;
    }
    write(ref, before, after, turn(origin, Occasion.CHANGE), sink);
  }

  private void write(
      ObjectRef ref, @Nullable StoredObject before, StoredObject after, Turn turn, Sink sink) {
    tables.objects().put(ref, after, before);
    reach.changed(ref, before == null ? null : before.facts(), after.facts(), turn);
    runner.run(turn, sink);
  }

  /** @param before null when nothing was known of it; incidents may be anchored at it all the same */
  void disappeared(
      ObjectRef ref, @Nullable StoredObject before, boolean listed, RecordRef origin, Sink sink) {
    Turn turn = turn(origin, listed ? Occasion.LISTED : Occasion.CHANGE);
    for (String key : tables.lives().at(ref)) {
      String base = IncidentKey.parse(key).base();
      turn.close(base, CloseReason.SUBJECT_DELETED);
      runner.scatter(base, turn);
    }
    if (before != null) {
      tables.objects().remove(ref, before);
      reach.changed(ref, before.facts(), null, turn);
    }
    runner.run(turn, sink);
  }

  void begins(ClusterState.Scope scope, String snapshotId, RecordRef origin) {
    tables.state().begin(scope, new ClusterState.OpenSnapshot(snapshotId, origin.offset()));
  }

  /** A complete list is over: what it did not mention is gone. */
  void ends(ClusterState.Scope scope, String snapshotId, RecordRef origin, Sink sink) {
    ClusterState.OpenSnapshot snapshot = tables.state().end(scope, snapshotId);
    if (snapshot != null) {
      for (ObjectRef ref : tables.objects().unmentioned(scope, snapshot.beginOffset())) {
        disappeared(ref, tables.objects().find(ref), true, origin, sink);
      }
    }
  }

  ClusterSight tick(ClusterEvent event, RecordRef origin, Sink sink) {
    tables.state().silenceLimit(Silence.limitMillis(event));
    CoverageReader.News news = coverage.read(event, tables.time());
    if (!news.lost().isEmpty()) {
      lookAtMembers(news.lost(), turn(origin, Occasion.TIMER), sink);
    }
    if (!news.isNone()) {
      lookAtAll(news, turn(origin, Occasion.FIRST_LOOK), sink);
    }
    return statusWriter.status(event, origin.partition(), sink);
  }

  void gap(KindRef kind, long from, long to) {
    tables.state().kind(kind, tables.state().kind(kind).gap(from, to));
  }

  /** The cluster is not watched any more: its incidents close, its state goes. */
  void forget(RecordRef origin, Sink sink) {
    Turn turn = turn(origin, Occasion.CHANGE);
    List.copyOf(tables.lives().all().keySet())
        .forEach(key -> turn.close(IncidentKey.parse(key).base(), CloseReason.FORGOTTEN));
    runner.run(turn, sink);
    tables.deleteAll();
    sink.status(tables.cluster(), tables.cluster(), tables.time(), null);
  }

  void clusterUid(String uid) {
    tables.state().clusterUid(uid);
  }

  /** To be called after each record. */
  void save() {
    tables.saveState();
  }

  private void fire(TimerTable.Timer timer, RecordRef origin, Sink sink) {
    Turn turn = turn(origin, Occasion.TIMER);
    IncidentKey key = IncidentKey.parse(timer.key());
    if (timer.target() == TimerTable.Target.SUBJECT) {
      lookAgain(key, turn);
    } else {
      boolean ours = key.check().equals(CheckFailed.ID);
      Check<?> check = checks.find(ours ? key.anchor().name() : key.check());
      if (check != null) {
        if (check.spec().subject().equals(key.anchor().kindRef())) {
          turn.judge(check, key.anchor());
        }
        tables.members().of(key.base()).keySet().forEach(ref -> turn.judge(check, ref));
      }
      turn.assess(key.base());
    }
    runner.run(turn, sink);
  }

  private void lookAgain(IncidentKey key, Turn turn) {
    SubjectState state = tables.subjects().get(key.check(), key.anchor());
    tables
        .subjects()
        .put(key.check(), key.anchor(), state, state.withLookAgainAt(SubjectState.NEVER));
    Check<?> check = checks.find(key.check());
    if (check != null) {
      turn.judge(check, key.anchor());
    }
  }

  private void newRules(RecordRef origin, Sink sink) {
    boolean upgraded = !tables.state().rulesHash().isEmpty();
    tables.state().rulesHash(rulesHash);
    if (!upgraded) {
      return;
    }
    Turn turn = turn(origin, Occasion.FIRST_LOOK);
    tables.subjects().all().forEach((text, state) -> {
      IncidentKey key = IncidentKey.parse(text);
      if (checks.find(key.check()) == null) {
        runner.forget(key.check(), key.anchor(), turn);
      }
    });
    for (String text : tables.lives().all().keySet()) {
      IncidentKey key = IncidentKey.parse(text);
      if (key.check().equals(CheckFailed.ID) && checks.spec(key.anchor().name()) == null) {
        turn.close(key.base(), CloseReason.CHECK_REMOVED);
      }
    }
    lookAtAll(
        new CoverageReader.News(List.copyOf(tables.state().kinds().keySet()), List.of(), false),
        turn,
        sink);
  }

  /** What is not OK may be so only as far as these kinds told: time in which they are not seen does not count for it. */
  private void lookAtMembers(List<KindRef> lost, Turn turn, Sink sink) {
    for (String text : tables.lives().all().keySet()) {
      IncidentKey key = IncidentKey.parse(text);
      Check<?> check = checks.find(key.check());
      if (check != null && checks.read(key.check()).stream().anyMatch(lost::contains)) {
        tables.members().of(key.base()).keySet().forEach(ref -> turn.judge(check, ref));
      }
    }
    runner.run(turn, sink);
  }

  /**
   * Judges all subjects of the checks that read what is seen now, or whose chains of owners may end elsewhere now, and
   * assesses everything that lives.
   */
  private void lookAtAll(CoverageReader.News news, Turn turn, Sink sink) {
    for (Check<?> check : checks.all()) {
      String id = check.spec().id();
      if (tables.state().sees(checks.required(id))
          && (news.ownersMayEndElsewhere()
              || checks.read(id).stream().anyMatch(news.seen()::contains))) {
        tables.objects().ofKind(check.spec().subject()).forEach(ref -> turn.judge(check, ref));
      }
    }
    new TreeSet<>(tables.lives().all().keySet())
        .forEach(key -> turn.assess(IncidentKey.parse(key).base()));
    runner.run(turn, sink);
  }

  private void mention(ObjectRef ref, RecordRef origin) {
    if (tables.state().anySnapshot()
        && tables.state().snapshotOf(ref.kindRef(), ref.namespace()) != null) {
      tables.objects().mention(ref, origin);
    }
  }

  /**
   * The last records of these keys are known to be these, whatever this engine would have told; a key without one was never
   * told, or too long ago.
   *
   * @param assess whether what depends on them is assessed anew, which may tell something
   */
  void follow(Map<String, Optional<Incident>> last, boolean assess, RecordRef origin, Sink sink) {
    Turn turn = turn(origin, Occasion.TIMER);
    last.forEach((key, told) -> {
      Life before = tables.lives().get(key);
      Life after = Following.of(before, told.orElse(null));
      if (after.equals(before)) {
        return;
      }
      tables.lives().put(key, after, assess ? StoredLife.NEVER : tables.lives().due(key));
      if (assess) {
        String base = IncidentKey.parse(key).base();
        turn.assess(base);
        runner.groupsHit(key, before, after, turn);
        tables
            .lives()
            .effectsOf(base)
            .forEach(effect -> turn.assess(IncidentKey.parse(effect).base()));
      }
    });
    runner.run(turn, sink);
  }

  /** The last record of every key that has one. */
  Map<String, Incident> told() {
    Map<String, Incident> all = new TreeMap<>();
    tables.lives().all().forEach((key, life) -> {
      Incident told = Following.told(life.life());
      if (told != null) {
        all.put(key, told);
      }
    });
    return all;
  }

  private Turn turn(RecordRef origin, Occasion occasion) {
    return new Turn(tables.time(), origin, occasion, checks);
  }
}
