package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;
import org.mcpruntime.watcher.checks.facts.KindRef;

/** What is known of a cluster beside its objects. Changes seldom: with coverage, snapshots and rules. */
final class ClusterState {

  /** A list whose END has not come. */
  record OpenSnapshot(String id, long beginOffset) {}

  /** What a list covers; {@code namespace} is empty for all namespaces. */
  record Scope(KindRef kind, String namespace) implements Comparable<Scope> {
    String text() {
      return kind.text() + "/" + namespace;
    }

    @Override
    public int compareTo(Scope other) {
      return text().compareTo(other.text());
    }
  }

  /** Before the first record of any log. */
  private static final long EVERYTHING = -1;

  private final Map<KindRef, KindWatch> kinds = new HashMap<>();
  private final TreeMap<Scope, OpenSnapshot> snapshots = new TreeMap<>();
  private final TreeSet<KindRef> listed = new TreeSet<>();
  private String rulesHash = "";
  private String build = "";
  private @Nullable String clusterUid;
  private long silenceLimit = Silence.limitMillis(null);
  private long knownFrom = EVERYTHING;
  private boolean changed;

  /** Kinds that a TICK has told of, in order; a copy. */
  SortedMap<KindRef, KindWatch> kinds() {
    return new TreeMap<>(kinds);
  }

  KindWatch kind(KindRef kind) {
    return kinds.getOrDefault(kind, KindWatch.NEVER_SEEN);
  }

  void kind(KindRef kind, KindWatch watch) {
    if (!watch.equals(kinds.put(kind, watch))) {
      changed = true;
    }
  }

  Sight sight(KindRef kind) {
    return kind(kind).sight();
  }

  boolean sees(Collection<KindRef> all) {
    for (KindRef kind : all) {
      if (!kind(kind).seen()) {
        return false;
      }
    }
    return true;
  }

  /** A stretch of time that ends now, as far as all of these kinds were seen in it. */
  Window window(Collection<KindRef> all, long from, long now) {
    List<Interval> unseen = new ArrayList<>();
    for (KindRef kind : all) {
      unseen.addAll(kind(kind).blind());
    }
    unseen.sort(Comparator.comparingLong(Interval::from));
    return new Window(from, now, unseen);
  }

  void jumped(long last, long now) {
    kinds.replaceAll((kind, watch) -> watch.jumped(last, now));
    changed = true;
  }

  /** What the records before this offset told is not known, until every kind that is seen has been listed since. */
  void knownFrom(long offset) {
    knownFrom = offset;
    listed.clear();
    changed = true;
  }

  /** A TICK says from which offset on everything that is seen can be known. */
  void rebuildableFrom(long base) {
    if (knownFrom != EVERYTHING && base >= knownFrom) {
      knownFrom(EVERYTHING);
    }
  }

  /** Whether every object of every kind has been told of in what was read. */
  boolean knowsAll() {
    return knownFrom == EVERYTHING;
  }

  /** Whether every object of these kinds has. */
  boolean knows(Collection<KindRef> all) {
    return knownFrom == EVERYTHING || listed.containsAll(all);
  }

  boolean anySnapshot() {
    return !snapshots.isEmpty();
  }

  /** The open list that an object of this kind and namespace belongs to: the newest, since an older one may be given up. */
  @Nullable
  OpenSnapshot snapshotOf(KindRef kind, String namespace) {
    OpenSnapshot all = snapshots.get(new Scope(kind, ""));
    OpenSnapshot own = snapshots.get(new Scope(kind, namespace));
    return own == null || (all != null && all.beginOffset() > own.beginOffset()) ? all : own;
  }

  void begin(Scope scope, OpenSnapshot snapshot) {
    snapshots.put(scope, snapshot);
    changed = true;
  }

  /**
   * The open list of this scope with this id, which is closed by this call; null when there is none, or when not all that it
   * mentioned is known.
   */
  @Nullable
  OpenSnapshot end(Scope scope, String id) {
    OpenSnapshot open = snapshots.get(scope);
    if (open == null || !open.id().equals(id)) {
      return null;
    }
    snapshots.remove(scope);
    changed = true;
    if (open.beginOffset() < knownFrom) {
      return null;
    }
    if (knownFrom != EVERYTHING && scope.namespace().isEmpty()) {
      listed.add(scope.kind());
    }
    return open;
  }

  String rulesHash() {
    return rulesHash;
  }

  void rulesHash(String hash) {
    rulesHash = hash;
    changed = true;
  }

  /** Version of the program that evaluated the cluster last; empty before its first record. */
  String build() {
    return build;
  }

  void build(String version) {
    build = version;
    changed = true;
  }

  @Nullable
  String clusterUid() {
    return clusterUid;
  }

  void clusterUid(String uid) {
    if (!uid.equals(clusterUid)) {
      clusterUid = uid;
      changed = true;
    }
  }

  /** As the newest TICK told it, milliseconds. */
  long silenceLimit() {
    return silenceLimit;
  }

  void silenceLimit(long millis) {
    if (millis != silenceLimit) {
      silenceLimit = millis;
      changed = true;
    }
  }

  /** Whether it has to be written; asking clears the mark. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  byte[] toBytes() {
    BinaryWriter out = new BinaryWriter();
    out.text(rulesHash).text(build).nullableText(clusterUid);
    out.number(silenceLimit).number(knownFrom);
    out.list(listed, kind -> out.text(kind.group()).text(kind.kind()));
    out.list(kinds().entrySet(), entry -> {
      out.text(entry.getKey().group()).text(entry.getKey().kind());
      entry.getValue().write(out);
    });
    out.list(snapshots.entrySet(), entry -> {
      Scope scope = entry.getKey();
      out.text(scope.kind().group()).text(scope.kind().kind()).text(scope.namespace());
      out.text(entry.getValue().id()).number(entry.getValue().beginOffset());
    });
    return out.toBytes();
  }

  static ClusterState read(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    ClusterState state = new ClusterState();
    state.rulesHash = in.text();
    state.build = in.text();
    state.clusterUid = in.nullableText();
    state.silenceLimit = in.number();
    state.knownFrom = in.number();
    for (int left = in.integer(); left > 0; left--) {
      state.listed.add(new KindRef(in.text(), in.text()));
    }
    for (int left = in.integer(); left > 0; left--) {
      state.kinds.put(new KindRef(in.text(), in.text()), KindWatch.read(in));
    }
    for (int left = in.integer(); left > 0; left--) {
      Scope scope = new Scope(new KindRef(in.text(), in.text()), in.text());
      state.snapshots.put(scope, new OpenSnapshot(in.text(), in.number()));
    }
    return state;
  }
}
