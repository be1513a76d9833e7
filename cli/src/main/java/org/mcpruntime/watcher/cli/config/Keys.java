package org.mcpruntime.watcher.cli.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.schemas.topics.ClusterNames;

/** Every configuration key there is, in the order of the reference page. Names are API. */
public final class Keys {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,100}");

  public static final Key<String> CLUSTER_NAME = Key.of(
      "cluster.name",
      ValueType.text("must match [a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?", ClusterNames::isValid),
      null,
      "prod",
      "Name of the watched cluster in every key and record. Without it the name of the context, in lower case, with a dash for what does not fit.");

  public static final Key<Path> KUBECONFIG = Key.of(
      "kube.kubeconfig",
      ValueType.path(),
      null,
      "/home/ann/.kube/config",
      "The kubeconfig. Without it $KUBECONFIG, then ~/.kube/config, then the service account of the pod it runs in.");

  public static final Key<String> CONTEXT = Key.of(
      "kube.context",
      ValueType.text(),
      null,
      "k3s-stage",
      "Context of the kubeconfig; without it the current one.");

  public static final Key<List<NamedContext>> CONTEXTS = Key.of(
      "kube.contexts",
      NamedContext.type().nonEmptyList(),
      null,
      "k3s-stage,prod=k3s-prod",
      "Several clusters for one collector, each as context or name=context, instead of kube.context and cluster.name.");

  public static final Key<String> LOG_FORMAT = Key.of(
      "log.format",
      ValueType.oneOf("text", "json"),
      "text",
      "json",
      "How a service writes its log: lines for people, or one JSON object a line.");

  public static final Key<List<String>> BOOTSTRAP_SERVERS = Key.of(
      "kafka.bootstrap.servers",
      ValueType.hostPort().nonEmptyList(),
      "127.0.0.1:9092",
      "kafka-0:9092,kafka-1:9092",
      "Brokers to begin with. Every other `kafka.` key is handed to the Kafka clients as it is.");

  public static final Key<List<URI>> REGISTRY_URL = Key.of(
      "registry.url",
      ValueType.httpUrl().nonEmptyList(),
      "http://127.0.0.1:8081",
      "https://registry-0:8081,https://registry-1:8081",
      "Schema registries that speak the Confluent REST API, tried in this order.");

  public static final Key<String> REGISTRY_USER =
      Key.of("registry.user", ValueType.text(), null, "watcher", "User for basic authentication.");

  public static final Key<String> REGISTRY_PASSWORD =
      Key.secret("registry.password", "Password for basic authentication.");

  public static final Key<String> REGISTRY_TOKEN =
      Key.secret("registry.token", "Bearer token, instead of user and password.");

  public static final Key<Path> REGISTRY_TRUSTSTORE = Key.of(
      "registry.truststore.location",
      ValueType.path(),
      null,
      "/etc/watcher/ca.p12",
      "Certificates to trust; without it those of the Java installation.");

  public static final Key<String> REGISTRY_TRUSTSTORE_PASSWORD =
      Key.secret("registry.truststore.password", "Password of the trust store.");

  public static final Key<String> REGISTRY_TRUSTSTORE_TYPE = Key.of(
      "registry.truststore.type",
      ValueType.oneOf("pkcs12", "jks", "pem"),
      "pkcs12",
      "pem",
      "Format of the trust store.");

  public static final Key<Path> REGISTRY_KEYSTORE = Key.of(
      "registry.keystore.location",
      ValueType.path(),
      null,
      "/etc/watcher/client.p12",
      "Our own certificate, where the registry asks for one.");

  public static final Key<String> REGISTRY_KEYSTORE_PASSWORD =
      Key.secret("registry.keystore.password", "Password of the key store.");

  public static final Key<String> REGISTRY_KEYSTORE_TYPE = Key.of(
      "registry.keystore.type",
      ValueType.oneOf("pkcs12", "jks", "pem"),
      "pkcs12",
      "pem",
      "Format of the key store.");

  public static final Key<Boolean> REGISTRY_AUTO_REGISTER = Key.of(
      "registry.auto-register",
      ValueType.bool(),
      "true",
      "false",
      "Register schemas when first needed; with false they are only looked up and must be there.");

  public static final Key<String> TOPICS_PREFIX = Key.of(
      "topics.prefix",
      ValueType.text(
          "must be at most 100 of a-z A-Z 0-9 . _ -",
          text -> PREFIX.matcher(text).matches()),
      "mcp.",
      "mcp.",
      "Put in front of every topic, group and transaction name.");

  public static final Key<Integer> TOPICS_PARTITIONS = Key.of(
      "topics.partitions",
      ValueType.integer(1, 1_000),
      "12",
      "12",
      "Partitions of every topic. Chosen once: a cluster lives in one partition, so it can never change.");

  public static final Key<Integer> TOPICS_REPLICATION = Key.of(
      "topics.replication",
      ValueType.integer(1, 10),
      "3",
      "3",
      "Replicas of every partition; from 3 on a write needs two of them. `up` runs one broker and uses 1.");

  public static final Key<Duration> RETENTION_EVENTS = Key.of(
      "topics.retention.events",
      ValueType.duration(Duration.ofHours(1), Duration.ofDays(3_650)),
      "7d",
      "3d",
      "How long the events topic keeps what happened.");

  public static final Key<Long> RETENTION_EVENTS_BYTES = Key.of(
      "topics.retention.events-bytes",
      ValueType.sizeOrUnlimited(),
      "-1",
      "10GiB",
      "How much of it is kept per partition, whatever the time.");

  public static final Key<Duration> RETENTION_INCIDENTS = Key.of(
      "topics.retention.incidents",
      ValueType.duration(Duration.ofHours(1), Duration.ofDays(3_650)),
      "30d",
      "90d",
      "How long an incident is kept after its last record. Must be more than topics.retention.events and two days.");

  public static final Key<Duration> RETENTION_DEAD_LETTERS = Key.of(
      "topics.retention.dead-letters",
      ValueType.duration(Duration.ofHours(1), Duration.ofDays(3_650)),
      "30d",
      "7d",
      "How long input that could not be used is kept.");

  public static final Key<Duration> STALE_AFTER = Key.of(
      "incidents.stale-after",
      ValueType.duration(SECOND.multipliedBy(5), DAY),
      "60s",
      "2m",
      "A reader calls what it reads stale when nothing newer than this is evaluated.");

  public static final Key<String> FAIL_ON = Key.of(
      "doctor.fail-on",
      ValueType.oneOf("info", "warning", "critical"),
      "warning",
      "critical",
      "`doctor` ends with exit code 1 for findings of this severity or worse.");

  public static final Key<Path> DATA_DIR = Key.of(
      "up.data-dir",
      ValueType.path(),
      null,
      "/var/lib/cluster-watcher",
      "Where `up` keeps its broker, registry and state. Without it ~/.local/share/cluster-watcher/<demo or context>, or below $XDG_DATA_HOME.");

  public static final Key<Integer> PORT_BASE = Key.of(
      "up.port-base",
      ValueType.integer(1_024, 65_000),
      null,
      "19092",
      "First of the four loopback ports of `up`: broker, controller, registry, and the API of the demo. Without it 19092, 19093, 18081 and 16443, or the next free ones.");

  private Keys() {}

  /** The keys declared here, then those of the services and of redaction, then the thresholds of each check. */
  public static List<Key<?>> all() {
    List<Key<?>> keys = new ArrayList<>(List.of(
        CLUSTER_NAME,
        KUBECONFIG,
        CONTEXT,
        CONTEXTS,
        LOG_FORMAT,
        BOOTSTRAP_SERVERS,
        REGISTRY_URL,
        REGISTRY_USER,
        REGISTRY_PASSWORD,
        REGISTRY_TOKEN,
        REGISTRY_TRUSTSTORE,
        REGISTRY_TRUSTSTORE_PASSWORD,
        REGISTRY_TRUSTSTORE_TYPE,
        REGISTRY_KEYSTORE,
        REGISTRY_KEYSTORE_PASSWORD,
        REGISTRY_KEYSTORE_TYPE,
        REGISTRY_AUTO_REGISTER,
        TOPICS_PREFIX,
        TOPICS_PARTITIONS,
        TOPICS_REPLICATION,
        RETENTION_EVENTS,
        RETENTION_EVENTS_BYTES,
        RETENTION_INCIDENTS,
        RETENTION_DEAD_LETTERS));
    keys.addAll(ServiceKeys.ALL);
    keys.addAll(RedactionKeys.ALL);
    keys.addAll(List.of(STALE_AFTER, FAIL_ON, DATA_DIR, PORT_BASE));
    for (Check<?> check : Catalog.all()) {
      keys.addAll(thresholds(check.spec()).values());
    }
    return List.copyOf(keys);
  }

  /** The keys of one check by threshold name: {@code checks.pod-image-pull.hold} under {@code hold}. */
  public static Map<String, Key<Duration>> thresholds(CheckSpec spec) {
    Map<String, Key<Duration>> keys = new LinkedHashMap<>();
    keys.put(
        Threshold.HOLD,
        threshold(
            spec,
            Threshold.HOLD,
            spec.hold(),
            "How long it must be true before an incident opens."));
    keys.put(
        Threshold.SETTLE,
        threshold(
            spec,
            Threshold.SETTLE,
            spec.settle(),
            "How long it must be false before it resolves."));
    for (Threshold threshold : spec.thresholds()) {
      keys.put(
          threshold.name(),
          threshold(spec, threshold.name(), threshold.standard(), sentence(threshold.meaning())));
    }
    return keys;
  }

  /** Those of one check that may not be longer than the horizon. */
  static Collection<Key<Duration>> remembered(CheckSpec spec) {
    Map<String, Key<Duration>> keys = thresholds(spec);
    spec.thresholds().stream()
        .filter(threshold -> !threshold.remembered())
        .forEach(threshold -> keys.remove(threshold.name()));
    return keys.values();
  }

  private static String sentence(String phrase) {
    return phrase.substring(0, 1).toUpperCase(Locale.ROOT)
        + phrase.substring(1)
        + (phrase.endsWith(".") ? "" : ".");
  }

  private static Key<Duration> threshold(
      CheckSpec spec, String name, Duration standard, String doc) {
    return Key.of(
        "checks." + spec.id() + "." + name,
        ValueType.duration(Duration.ZERO, DAY),
        Durations.text(standard),
        Durations.text(standard),
        doc);
  }
}
