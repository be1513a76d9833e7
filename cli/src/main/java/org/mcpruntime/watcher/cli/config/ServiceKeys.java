package org.mcpruntime.watcher.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;

/** Keys of the collector and the correlator. */
public final class ServiceKeys {

  private static final Pattern KIND = Pattern.compile("([a-z0-9.-]+)/([A-Z][A-Za-z0-9]*)");

  public static final Key<Duration> SNAPSHOT_INTERVAL = Key.of(
      "collector.snapshot-interval",
      ValueType.positiveDuration(),
      "1h",
      "10m",
      "The longest that the log goes without restating every object. `topics verify` warns when the events topic keeps less than this and two horizons.");

  public static final Key<Duration> TICK_INTERVAL = Key.of(
      "collector.tick-interval",
      ValueType.duration(Duration.ofSeconds(1), Duration.ofSeconds(30)),
      "5s",
      "5s",
      "How often a tick moves the cluster's time when nothing happens. Ticks say how often they come: three of them missing means that nobody looked.");

  public static final Key<List<KindId>> KINDS_ADD = Key.of(
      "collector.kinds.add",
      kind().list(),
      null,
      "core/PersistentVolume,policy/PodDisruptionBudget",
      "Kinds to watch beside the usual ones, as group/Kind; `core` stands for the core group.");

  public static final Key<List<KindId>> KINDS_REMOVE = Key.of(
      "collector.kinds.remove",
      kind().list(),
      null,
      "core/ConfigMap,rbac.authorization.k8s.io/ClusterRole",
      "Kinds not to watch. Checks that need them say that they cannot see.");

  public static final Key<List<KindSelection>> KINDS_SELECT = Key.of(
      "collector.kinds.select",
      KindSelection.listType(),
      null,
      "core/ConfigMap namespaces=shop,web,core/Pod labels=tier=front,app!=probe",
      "Which objects of a kind to collect; without an entry all. With namespaces each is listed and watched by itself, so permission in them is enough. Objects that a changed selection leaves out are told as deleted.");

  public static final Key<Duration> PROGRESS_LIMIT = Key.of(
      "collector.progress-limit",
      ValueType.duration(Duration.ofMinutes(3), Duration.ofDays(1)),
      "15m",
      "30m",
      "How long a kind that the API does not refuse may make no progress before `/livez` fails.");

  public static final Key<String> COLLECTOR_INSTANCE = Key.of(
      "collector.instance",
      instance(),
      null,
      "collector-0",
      "Name of this replica, unique among the replicas of a cluster and the same after a restart, so that it leads again at once after a kill. Not for a Deployment, whose pods have new names.");

  public static final Key<ListenAddress> HTTP_ADDRESS = Key.of(
      "collector.http.address",
      ListenAddress.type(),
      "127.0.0.1:9464",
      "0.0.0.0:9464",
      "Where `/metrics`, `/livez` and `/readyz` are served, without authentication; `off` for nowhere.");

  public static final Key<ListenAddress> CORRELATOR_HTTP_ADDRESS = Key.of(
      "correlator.http.address",
      ListenAddress.type(),
      "127.0.0.1:9465",
      "0.0.0.0:9465",
      "Where `/metrics`, `/livez` and `/readyz` are served, without authentication; `off` for nowhere.");

  public static final Key<Duration> HORIZON = Key.of(
      "correlator.horizon",
      ValueType.duration(Duration.ofMinutes(30), Duration.ofDays(1)),
      "2h",
      "3h",
      "How far back the engine may remember. No hold, settle or other threshold of a check may be longer.");

  public static final Key<Path> STATE_DIR = Key.of(
      "correlator.state-dir",
      ValueType.path(),
      null,
      "/var/lib/cluster-watcher/correlator",
      "Where `correlate` keeps its local state, which it can rebuild. Without it ~/.local/share/cluster-watcher/correlator.");

  public static final Key<Integer> THREADS = Key.of(
      "correlator.threads",
      ValueType.integer(1, 100),
      "1",
      "2",
      "Stream threads. More than there are clusters, or processors, are of no use.");

  public static final Key<Duration> COMMIT_INTERVAL = Key.of(
      "correlator.commit-interval",
      ValueType.duration(Duration.ofMillis(1), Duration.ofSeconds(30)),
      "100ms",
      "50ms",
      "How often work is committed, and so how late an incident may be readable.");

  public static final Key<String> INSTANCE = Key.of(
      "correlator.instance",
      instance(),
      null,
      "correlator-0",
      "Name of this instance, unique among its like and the same after a restart, so that it gets its work back at once.");

  public static final List<Key<?>> ALL = List.of(
      SNAPSHOT_INTERVAL,
      TICK_INTERVAL,
      KINDS_ADD,
      KINDS_REMOVE,
      KINDS_SELECT,
      PROGRESS_LIMIT,
      COLLECTOR_INSTANCE,
      HTTP_ADDRESS,
      HORIZON,
      STATE_DIR,
      THREADS,
      COMMIT_INTERVAL,
      INSTANCE,
      CORRELATOR_HTTP_ADDRESS);

  private ServiceKeys() {}

  /** The kinds to watch: the usual ones, without those removed, with those added. */
  public static List<KindSpec> kinds(Config config) {
    List<KindId> remove = config.find(KINDS_REMOVE).orElse(List.of());
    List<KindSpec> kinds = new ArrayList<>(KindSpec.defaults());
    kinds.removeIf(kind -> remove.contains(kind.id()));
    for (KindId added : config.find(KINDS_ADD).orElse(List.of())) {
      if (kinds.stream().noneMatch(kind -> kind.id().equals(added))) {
        kinds.add(KindSpec.custom(added.group(), added.kind()));
      }
    }
    for (KindSelection each : config.find(KINDS_SELECT).orElse(List.of())) {
      kinds.replaceAll(
          kind -> kind.id().equals(each.kind()) ? kind.withSelection(each.selection()) : kind);
    }
    return List.copyOf(kinds);
  }

  private static ValueType<String> instance() {
    return ValueType.text(
        "must be 1 to 100 of a-z A-Z 0-9 . _ -", text -> text.matches("[a-zA-Z0-9._-]{1,100}"));
  }

  static ValueType<KindId> kind() {
    return new ValueType<>(
        "group/Kind",
        "must be kinds as group/Kind, separated by commas",
        text -> {
          Matcher matcher = KIND.matcher(text.strip());
          return matcher.matches()
              ? Optional.of(new KindId(
                  matcher.group(1).equals("core") ? "" : matcher.group(1), matcher.group(2)))
              : Optional.empty();
        },
        KindId::text);
  }
}
