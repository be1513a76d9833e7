package org.mcpruntime.watcher.correlator.streams;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * The one place where the correlator is wired: events → engine → incidents, status and dead letters. One sub-topology and
 * no repartitioning, since a cluster's history is one partition of the events topic.
 */
public final class CorrelatorTopology {

  static final String SOURCE = "cluster-events";
  static final String ENGINE = "incident-engine";
  static final String INCIDENTS = "incidents";
  static final String STATUS = "watcher-status";
  static final String DEAD_LETTERS = "dead-letters";

  /** How far each cluster is evaluated. In memory; all versions share it, so its name has none. */
  static final String EVALUATED = "evaluated";

  private CorrelatorTopology() {}

  /**
   * The topology with these settings; nothing else decides what it is.
   *
   * @param histories gives what was published and what is kept of a cluster
   * @param probe sees what the processors do; never part of the topology
   */
  public static Topology build(
      TopologySettings settings, Function<String, ClusterHistory> histories, EngineProbe probe) {
    TopicNames topics = settings.topics();
    int version = settings.engine().factsVersion();
    RoutedKey.ByCluster partitioner = new RoutedKey.ByCluster();
    // Names of all internal resources are ours, or building fails.
    TopologyConfig explicit = new TopologyConfig(new StreamsConfig(Map.of(
        StreamsConfig.APPLICATION_ID_CONFIG,
        topics.correlatorApplication(),
        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
        "unused:1",
        StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
        true)));
    return new Topology(explicit)
        .addSource(
            SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.events())
        .addProcessor(ENGINE, () -> new IncidentProcessor(settings, histories, probe), SOURCE)
        .addStateStore(
            store(Stores.persistentKeyValueStore(objectsStore(version))).withCachingDisabled(),
            ENGINE)
        .addStateStore(
            store(Stores.inMemoryKeyValueStore(livesStore(version))).withCachingEnabled(), ENGINE)
        .addStateStore(store(Stores.inMemoryKeyValueStore(EVALUATED)).withCachingEnabled(), ENGINE)
        .addSink(
            INCIDENTS,
            topics.incidents(),
            new RoutedKey.TextSerializer(),
            new ByteArraySerializer(),
            partitioner,
            ENGINE)
        .addSink(
            STATUS,
            topics.watcherStatus(),
            new RoutedKey.TextSerializer(),
            new ByteArraySerializer(),
            partitioner,
            ENGINE)
        .addSink(
            DEAD_LETTERS,
            topics.deadLetters(),
            new RoutedKey.TextSerializer(),
            new ByteArraySerializer(),
            partitioner,
            ENGINE);
  }

  /**
   * What grows with the clusters: facts, links, subjects, members, mentions. On disk, not cached: each change is written
   * once. What is in it, its bounds and who deletes: {@link org.mcpruntime.watcher.correlator.engine.StoreName}.
   */
  static String objectsStore(int factsVersion) {
    return "objects-v" + factsVersion;
  }

  /**
   * What does not: lives, timers, clusters and their times. In memory, and cached, so that the time of a cluster, which
   * moves with every record, is logged once for each commit.
   */
  static String livesStore(int factsVersion) {
    return "lives-v" + factsVersion;
  }

  /** Names of all stores. */
  static List<String> stores(int factsVersion) {
    return List.of(objectsStore(factsVersion), livesStore(factsVersion), EVALUATED);
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(
      KeyValueBytesStoreSupplier supplier) {
    return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of());
  }
}
