package org.mcpruntime.watcher.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.oracle.LogWriter.Coverage;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;

/**
 * Some hours of a small cluster, told by a collector to which everything may happen: kinds that cannot be seen, lists,
 * restated and given up lists, changes that a watch leaves out, silence. What objects say is chosen at random, so that states
 * follow each other which no controller would make. The same seed gives the same log.
 */
final class SeededHistory {

  private static final Instant BEGIN = Instant.parse("2026-11-23T02:00:00Z");
  private static final List<String> NAMESPACES = List.of("bank", "shop");

  /** Images, and what the runtime says of each: one image has one cause, so that nothing has to be remembered. */
  private static final List<String> CAUSES = List.of(
      "no basic auth credentials", "manifest unknown", "429 Too Many Requests", "i/o timeout", "");

  private final Random random;
  private final long instant;
  private final LogWriter writer;

  /** What is so, and what was told of it. */
  private final TreeMap<String, Thing> truth = new TreeMap<>();

  private final TreeMap<String, Thing> told = new TreeMap<>();
  private long versions;
  private long lists;

  private SeededHistory(long seed, String cluster) {
    // Neighbouring seeds would begin alike.
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    instant = random.nextInt(8) == 0 ? 1000 : 5000;
    // Some collectors tick slowly, and their logs say so.
    writer = new LogWriter(cluster, BEGIN, Math.floorMod(seed, 6) == 5 ? 30_000 : 5_000);
  }

  /** A log, and the milliseconds of which all its times are multiples. */
  record History(List<Oracle.Entry> log, long instant) {}

  static History of(long seed) {
    return of(seed, "prod", 60 + (int) (Math.abs(seed) % 5) * 30);
  }

  /** @param steps how many things happen */
  static History of(long seed, String cluster, int steps) {
    SeededHistory history = new SeededHistory(seed, cluster);
    history.build();
    history.first();
    for (int step = 0; step < steps; step++) {
      history.step();
      history.passes();
    }
    return new History(history.writer.log(), history.instant);
  }

  private void build() {
    for (String namespace : NAMESPACES) {
      Thing server = thing(Kind.SERVER, namespace, "cart", null);
      put(server.saying("\"image\":\"r.local/cart:1\"", ""));
      deployment(namespace, "cart", random.nextBoolean() ? server.asOwner() : null);
      deployment(namespace, "till", null);
    }
  }

  private void deployment(String namespace, String name, Thing.@Nullable Owner owner) {
    Thing deployment = thing(Kind.DEPLOYMENT, namespace, name, owner);
    put(counted(deployment, 2, 0, 2, 2, "NewReplicaSetAvailable"));
    for (int revision = 1; revision <= 2; revision++) {
      Thing set = thing(Kind.REPLICA_SET, namespace, name + "-" + revision, deployment.asOwner());
      put(set.saying("\"replicas\":1", "\"readyReplicas\":1"));
      for (int pod = 0; pod < 2; pod++) {
        put(pod(thing(Kind.POD, namespace, set.name() + "-" + pod, set.asOwner()), -1));
      }
    }
    put(pod(thing(Kind.POD, namespace, "lone-" + name, null), -1));
  }

  private void first() {
    for (Kind kind : Kind.values()) {
      writer.coverage(kind, new Coverage(CoverageState.SYNCING, writer.now(), 0));
    }
    for (Kind kind : Kind.values()) {
      list(kind, "First");
    }
    writer.tick();
  }

  private void passes() {
    long seconds =
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> 0;
          case 3, 4, 5, 6 -> random.nextInt(40);
          case 7, 8 -> random.nextInt(200);
          case 9 -> 120 + random.nextInt(600);
          case 10 -> random.nextInt(3) == 0 ? 1200 + random.nextInt(1500) : 30;
          default -> random.nextInt(12) == 0 ? 7000 + random.nextInt(1500) : 60;
        };
    // A minute in which every kind makes progress, but not with every TICK.
    while (seconds > 0) {
      long part = Math.min(seconds, 60);
      writer.passes(part * 1000 / instant * instant, random.nextInt(6) == 0 ? 3 : 1);
      for (Kind kind : Kind.values()) {
        if (watched(kind) && random.nextInt(3) > 0) {
          writer.progress(kind);
        }
      }
      seconds -= part;
    }
  }

  private void step() {
    switch (random.nextInt(60)) {
      case 0, 1 -> blind(anyKind());
      case 2, 3, 4, 5, 6, 7 -> see();
      case 8 -> jump();
      case 9, 10 -> restate(anyKind());
      case 11 -> {
        if (random.nextInt(3) == 0) {
          writer.coverage(Kind.POD, null);
        }
      }
      case 12 -> {
        if (random.nextInt(25) == 0) {
          forget();
        }
      }
      case 13, 14 -> ends(any(null));
      case 15, 16 -> appears();
      case 17 -> replaced(any(null));
      case 18, 19 -> adopted(any(Kind.POD));
      case 20 -> change(any(null), false);
      case 21 -> flaps(any(Kind.POD));
      case 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32 -> {
        Thing deployment = any(Kind.DEPLOYMENT);
        if (deployment != null) {
          change(random(deployment), true);
        }
      }
      default -> {
        Thing pod = any(Kind.POD);
        if (pod != null) {
          change(random.nextInt(15) == 0 ? pod.ending() : pod(pod, random.nextInt(9) - 3), true);
        }
      }
    }
  }

  // What happens in the cluster.

  private Thing thing(Kind kind, String namespace, String name, Thing.@Nullable Owner owner) {
    versions++;
    return new Thing(
        kind, namespace, name, "u" + versions, "v" + versions, owner, 1, false, "", "");
  }

  /** @param cause which image it waits for; negative when it runs or is over */
  private Thing pod(Thing pod, int cause) {
    String image = "r.local/app:" + Math.max(0, cause);
    String spec = "\"containers\":[{\"name\":\"main\",\"image\":\"" + image + "\"}]";
    boolean ready = cause < 0 && random.nextInt(4) > 0;
    String state = "\"running\":{}";
    if (cause >= 0) {
      int known = Math.min(cause, CAUSES.size() - 1);
      String reason = random.nextBoolean() ? "ErrImagePull" : "ImagePullBackOff";
      state =
          "\"waiting\":{\"reason\":\"" + reason + "\",\"message\":\"" + CAUSES.get(known) + "\"}";
    }
    return pod.saying(
        spec,
        "\"phase\":\"" + (cause == -3 ? "Succeeded" : cause < 0 ? "Running" : "Pending")
            + "\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"" + (ready ? "True" : "False")
            + "\"}],\"containerStatuses\":[{\"name\":\"main\",\"state\":{" + state + "}}]");
  }

  private Thing random(Thing deployment) {
    int desired = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4);
    int available = random.nextInt(3) == 0 ? 0 : random.nextInt(desired + 1);
    String rollout = List.of(
            "NewReplicaSetAvailable",
            "NewReplicaSetAvailable",
            "ReplicaSetUpdated",
            "ProgressDeadlineExceeded")
        .get(random.nextInt(4));
    Thing changed = counted(
        deployment, desired, random.nextInt(2), available, random.nextInt(desired + 1), rollout);
    return random.nextInt(12) == 0 ? changed.generation(changed.generation() + 1) : changed;
  }

  private Thing counted(
      Thing deployment, int desired, int maxUnavailable, int available, int ready, String rollout) {
    long moved = writer.now() - random.nextInt(10) * 60_000L;
    boolean paused = random.nextInt(15) == 0;
    int seen = random.nextInt(10) == 0 ? deployment.generation() - 1 : deployment.generation();
    return deployment.saying(
        (paused ? "\"paused\":true," : "") + "\"replicas\":" + desired
            + ",\"strategy\":{\"rollingUpdate\":{\"maxSurge\":1,\"maxUnavailable\":"
            + Math.min(maxUnavailable, desired) + "}}",
        "\"observedGeneration\":" + seen + ",\"updatedReplicas\":" + random.nextInt(2)
            + ",\"readyReplicas\":" + ready + ",\"availableReplicas\":" + available
            + ",\"conditions\":[{\"type\":\"Progressing\",\"status\":\""
            + (rollout.startsWith("Progress") ? "False" : "True") + "\",\"reason\":\"" + rollout
            + "\",\"lastUpdateTime\":\"" + Instant.ofEpochMilli(moved) + "\"}]");
  }

  private void appears() {
    String namespace = NAMESPACES.get(random.nextInt(2));
    String name = random.nextBoolean() ? "cart" : "till";
    Thing deployment = truth.get(Kind.DEPLOYMENT + "/" + namespace + "/" + name);
    String setName = name + "-" + (1 + random.nextInt(2));
    Thing set = truth.get(Kind.REPLICA_SET + "/" + namespace + "/" + setName);
    if (deployment == null) {
      change(
          counted(
              thing(Kind.DEPLOYMENT, namespace, name, null), 2, 0, 2, 2, "NewReplicaSetAvailable"),
          true);
    } else if (set == null) {
      change(
          thing(Kind.REPLICA_SET, namespace, setName, deployment.asOwner())
              .saying("\"replicas\":1", ""),
          true);
    } else {
      Thing pod = thing(Kind.POD, namespace, setName + "-" + random.nextInt(4), set.asOwner());
      if (!truth.containsKey(pod.key())) {
        change(pod(pod, random.nextInt(6) - 1), true);
      }
    }
  }

  private void ends(@Nullable Thing thing) {
    if (thing != null && (thing.kind() == Kind.POD || random.nextInt(3) == 0)) {
      truth.remove(thing.key());
      watch(thing.key());
    }
  }

  /** Deleted and made again between two looks, or watched. */
  private void replaced(@Nullable Thing thing) {
    if (thing != null) {
      Thing again = thing(thing.kind(), thing.namespace(), thing.name(), thing.owner());
      change(again.saying(thing.spec(), thing.status()), true);
    }
  }

  /** A pod finds an owner, or loses it. */
  private void adopted(@Nullable Thing pod) {
    List<Thing> sets = of(Kind.REPLICA_SET, truth).stream()
        .filter(set -> pod != null && set.namespace().equals(pod.namespace()))
        .toList();
    if (pod != null && !sets.isEmpty()) {
      Thing set = sets.get(random.nextInt(sets.size()));
      change(pod.ownedBy(pod.owner() != null && random.nextBoolean() ? null : set.asOwner()), true);
    }
  }

  /** Fails and runs by turns, for long enough each time. */
  private void flaps(@Nullable Thing pod) {
    int times = 2 + random.nextInt(4);
    for (int i = 0; pod != null && i < times; i++) {
      change(pod(pod, random.nextInt(2)), true);
      writer.passes(30_000L + 5000L * random.nextInt(10), 1);
      change(pod(pod, -1), true);
      writer.passes(
          (i > 1 && random.nextBoolean() ? 1_800_000L : 120_000L) + 5000L * random.nextInt(20), 1);
    }
  }

  /** @param isNew whether it says something new; the version changes in any case */
  private void change(@Nullable Thing thing, boolean isNew) {
    if (thing != null && (isNew || truth.containsKey(thing.key()))) {
      put(thing);
      watch(thing.key());
    }
  }

  private void put(Thing thing) {
    truth.put(thing.key(), thing.version("v" + ++versions));
  }

  private @Nullable Thing any(@Nullable Kind kind) {
    List<Thing> all = truth.values().stream()
        .filter(thing -> kind == null
            ? thing.kind() != Kind.SERVER || random.nextInt(9) == 0
            : thing.kind() == kind)
        .toList();
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  // What the collector tells of it.

  private Kind anyKind() {
    return random.nextInt(3) == 0
        ? List.of(Kind.values()).get(random.nextInt(Kind.values().length))
        : random.nextBoolean() ? Kind.POD : Kind.DEPLOYMENT;
  }

  private boolean watched(Kind kind) {
    Coverage coverage = writer.coverage(kind);
    return coverage != null && coverage.state() == CoverageState.SYNCED;
  }

  /** The watch tells, but for one change in thirty. */
  private void watch(String key) {
    Thing is = truth.get(key);
    Thing was = told.get(key);
    Thing any = is == null ? was : is;
    Kind kind = any == null ? null : any.kind();
    if (kind == null || !watched(kind) || random.nextInt(30) == 0) {
      return;
    }
    writer.progress(kind);
    tell(key, Origin.WATCH);
  }

  /** Tells the difference between what is and what was told. */
  private void tell(String key, Origin origin) {
    Thing is = truth.get(key);
    Thing was = told.get(key);
    boolean same = is != null && was != null && is.uid().equals(was.uid());
    if (was != null && !same) {
      boolean replaced = is != null && (origin != Origin.WATCH || random.nextBoolean());
      writer.deleted(
          replaced ? Origin.REPLACED : origin == Origin.RELIST_DIFF ? Origin.ABSENT : origin, was);
      told.remove(key);
    }
    if (is != null && !(same && was != null && is.version().equals(was.version()))) {
      writer.object(same ? Operation.MODIFIED : Operation.ADDED, origin, is);
      told.put(key, is);
    }
  }

  private void blind(Kind kind) {
    Coverage before = writer.coverage(kind);
    if (before != null && watched(kind)) {
      long since = random.nextInt(3) == 0
          ? Math.max(before.progress(), writer.now() - random.nextInt(4) * 5000L)
          : writer.now();
      writer.coverage(kind, new Coverage(CoverageState.BLIND, since, before.progress()));
      if (random.nextBoolean()) {
        writer.tick();
      }
    }
  }

  private void see() {
    for (Kind kind : Kind.values()) {
      if (!watched(kind) && random.nextInt(3) > 0) {
        list(kind, "Again");
      }
    }
  }

  /** A complete list of a kind, after which it is watched. */
  private void list(Kind kind, String why) {
    Coverage before = writer.coverage(kind);
    writer.coverage(
        kind,
        new Coverage(CoverageState.SYNCING, writer.now(), before == null ? 0 : before.progress()));
    String id = why + lists++;
    boolean first = told.values().stream().noneMatch(thing -> thing.kind() == kind);
    writer.begin(kind, "", id);
    for (Thing thing : of(kind, truth)) {
      Thing was = told.get(thing.key());
      if (was != null && was.version().equals(thing.version())) {
        writer.object(Operation.SNAPSHOT, Origin.LIST, thing);
      } else if (first) {
        writer.object(Operation.SNAPSHOT, Origin.LIST, thing);
        told.put(thing.key(), thing);
      } else {
        tell(thing.key(), Origin.RELIST_DIFF);
      }
      pause();
    }
    boolean silently = random.nextInt(4) == 0;
    for (Thing thing : of(kind, told)) {
      if (!truth.containsKey(thing.key()) && silently) {
        told.remove(thing.key());
      } else if (!truth.containsKey(thing.key())) {
        tell(thing.key(), Origin.RELIST_DIFF);
      }
    }
    writer.end(kind, "", id);
    if (before != null && before.progress() > 0) {
      writer.gap(kind, before.progress());
    }
    writer.coverage(kind, new Coverage(CoverageState.SYNCED, writer.now(), writer.now()));
    if (random.nextBoolean()) {
      writer.tick();
    }
  }

  /** A list beside the watch: restates what is as it was told, and repairs what the watch left out. */
  private void restate(Kind kind) {
    if (!watched(kind)) {
      return;
    }
    String namespace = random.nextInt(3) == 0 ? NAMESPACES.get(random.nextInt(2)) : "";
    String id = "Restate" + lists++;
    writer.begin(kind, namespace, id);
    for (Thing thing : of(kind, told)) {
      if (!namespace.isEmpty() && !namespace.equals(thing.namespace())) {
        continue;
      }
      if (thing.equals(truth.get(thing.key()))) {
        writer.object(Operation.SNAPSHOT, Origin.LIST, thing);
      }
      pause();
      if (random.nextInt(6) == 0) {
        change(any(kind), random.nextBoolean());
      }
      if (random.nextInt(60) == 0) {
        return;
      }
    }
    List<String> keys = new ArrayList<>();
    of(kind, told).forEach(thing -> keys.add(thing.key()));
    of(kind, truth).forEach(thing -> keys.add(thing.key()));
    for (String key : keys) {
      if (namespace.isEmpty() || key.contains("/" + namespace + "/")) {
        tell(key, Origin.REPAIR);
      }
    }
    writer.end(kind, namespace, id);
    writer.progress(kind);
  }

  private List<Thing> of(Kind kind, Map<String, Thing> things) {
    return things.values().stream().filter(thing -> thing.kind() == kind).toList();
  }

  private void pause() {
    if (random.nextInt(12) == 0) {
      writer.passes(instant * random.nextInt(4), 1);
    }
  }

  /** The collector is silent while things go on; then it watches on, or lists again. */
  private void jump() {
    long silence = random.nextInt(3) == 0
        ? 5000L * (1 + random.nextInt(5))
        : 20_000L + 5000L * random.nextInt(random.nextInt(4) == 0 ? 1600 : 200);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      Thing pod = any(Kind.POD);
      if (pod != null) {
        put(pod(pod, random.nextInt(8) - 3));
      }
    }
    writer.silent(silence);
    boolean restarted = random.nextBoolean();
    for (Kind kind : Kind.values()) {
      Coverage coverage = writer.coverage(kind);
      if (coverage != null && watched(kind) && restarted) {
        writer.coverage(
            kind, new Coverage(CoverageState.SYNCING, writer.now(), coverage.progress()));
      }
    }
    writer.tick();
    if (!restarted) {
      for (String key : List.copyOf(truth.keySet())) {
        if (random.nextInt(3) > 0) {
          watch(key);
        }
      }
    }
  }

  private void forget() {
    writer.forget();
    told.clear();
    writer.silent(instant * random.nextInt(100));
    first();
  }
}
