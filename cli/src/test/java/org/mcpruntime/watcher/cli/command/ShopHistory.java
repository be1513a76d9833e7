package org.mcpruntime.watcher.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.cli.Version;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentBody;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.MemoryStore;
import org.mcpruntime.watcher.correlator.engine.Sink;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Policy;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.correlator.history.Tick;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/**
 * Half an hour of a cluster with one pod, from 03:00: its image cannot be pulled from 03:05 to 03:15; Nodes cannot be seen from
 * 03:20 on, Ingresses from 03:16 to 03:17. What was said of it the engine said, with the rules of the product.
 */
final class ShopHistory implements ClusterHistory {

  static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");

  private static final Duration TICK = Duration.ofSeconds(5);
  private static final String WAITING = """
      {"waiting":{"reason":"ErrImagePull","message":"failed to pull image \\"registry.local/shop/\
      cart:1.5.0\\": unexpected status from HEAD request: 401 Unauthorized"}}""";
  private static final String RUNNING = "{\"running\":{\"startedAt\":\"2026-11-23T02:00:00Z\"}}";

  private final List<LogRecord> log = new ArrayList<>();
  private final List<PublishedIncident> told = new ArrayList<>();
  private final Map<String, Policy> policies = new HashMap<>();
  private final Map<KindRef, Instant> blind = new TreeMap<>();
  private Instant now = BEGIN;
  private long tick;

  private ShopHistory() {}

  static ShopHistory played() throws UnreadableRecordException {
    ShopHistory history = new ShopHistory();
    for (KindRef kind : new TreeSet<>(Kinds.ALL)) {
      history.list(kind, Operation.SNAPSHOT_BEGIN);
      if (kind.equals(Kinds.POD)) {
        history.pod(Operation.SNAPSHOT, "Running", true, RUNNING);
      }
      history.list(kind, Operation.SNAPSHOT_END);
    }
    history.until("03:05:00").pod(Operation.MODIFIED, "Pending", false, WAITING);
    history.until("03:15:00").pod(Operation.MODIFIED, "Running", true, RUNNING);
    history.until("03:16:00").blind.put(Kinds.INGRESS, history.now);
    history.until("03:17:00").blind.remove(Kinds.INGRESS);
    history.until("03:20:00").blind.put(Kinds.NODE, history.now);
    history.until("03:30:00").judge();
    return history;
  }

  static Instant clock(String time) {
    return Instant.parse("2026-11-23T" + time + "Z");
  }

  /** The newest record of the one incident. */
  Incident incident() {
    return told.get(told.size() - 1).incident();
  }

  private ShopHistory until(String time) {
    while (now.isBefore(clock(time))) {
      now = now.plus(TICK);
      ClusterEvent event = event(Operation.TICK);
      event.setTick(++tick);
      event.setBaseOffset(0L);
      List<KindCoverage> coverage = new ArrayList<>();
      for (KindRef kind : new TreeSet<>(Kinds.ALL)) {
        KindCoverage each = new KindCoverage();
        Instant since = blind.get(kind);
        each.setGroup(new Utf8(kind.group()));
        each.setVersion(new Utf8("v1"));
        each.setKind(new Utf8(kind.kind()));
        each.setState(since == null ? CoverageState.SYNCED : CoverageState.BLIND);
        each.setReason(since == null ? null : new Utf8("Forbidden"));
        each.setSince(since == null ? BEGIN : since);
        each.setLastProgress(since == null ? now : since);
        coverage.add(each);
      }
      event.setCoverage(coverage);
      write("prod/-/Tick/-/-", event);
    }
    return this;
  }

  private void pod(Operation operation, String phase, boolean ready, String state) {
    ObjectRef ref = new ObjectRef("", "Pod", "shop", "cart");
    String version = String.valueOf(log.size());
    ClusterEvent event = event(operation);
    event.setKind(new Utf8("Pod"));
    event.setNamespace(new Utf8("shop"));
    event.setName(new Utf8("cart"));
    event.setUid(new Utf8("p1"));
    event.setResourceVersion(new Utf8(version));
    event.setObject(new Utf8("""
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"cart","namespace":"shop","uid":"p1",\
      "resourceVersion":"%s"},"spec":{"nodeName":"node-1","containers":[{"name":"cart",\
      "image":"registry.local/shop/cart:1.5.0"}]},"status":{"phase":"%s","containerStatuses":[{\
      "name":"cart","image":"registry.local/shop/cart:1.5.0","ready":%s,"restartCount":0,"state":%s}]}}""".formatted(version, phase, ready, state)));
    write("prod/" + ref.text(), event);
  }

  private void list(KindRef kind, Operation operation) {
    ClusterEvent event = event(operation);
    event.setGroup(new Utf8(kind.group()));
    event.setKind(new Utf8(kind.kind()));
    event.setSnapshotId(new Utf8(kind.text()));
    write("prod/-/" + operation + "/-/-", event);
  }

  private ClusterEvent event(Operation operation) {
    ClusterEvent event = new ClusterEvent();
    event.setCluster(new Utf8("prod"));
    event.setClusterUid(new Utf8("uid-of-prod"));
    event.setGroup(new Utf8(""));
    event.setOperation(operation);
    event.setOrigin(Origin.WATCH);
    event.setObservedAt(now);
    event.setEpoch(1);
    event.setSequence(log.size() + 1L);
    event.setRedacted(List.of());
    return event;
  }

  private void write(String key, ClusterEvent event) {
    log.add(new LogRecord(
        "mcp.cluster.events", 3, log.size(), now.toEpochMilli(), key, null, () -> event));
  }

  private void judge() throws UnreadableRecordException {
    Map<StoreName, MemoryStore> stores = new EnumMap<>(StoreName.class);
    EngineSettings standard =
        EngineSettings.standard(Rules.standard(Catalog.all()), FactsCodec.VERSION);
    IncidentEngine engine = new IncidentEngine(
        new EngineSettings(
            standard.rules(),
            standard.factsVersion(),
            standard.horizon(),
            standard.runbookBase(),
            Version.NUMBER),
        name -> stores.computeIfAbsent(name, each -> new MemoryStore()));
    for (LogRecord record : log) {
      engine.process(record, new Sink() {
        @Override
        public void incident(Incident incident) {
          told.add(new PublishedIncident(
              told.size(),
              incident.getUpdatedAt().toEpochMilli(),
              IncidentBody.of(incident),
              incident));
        }

        @Override
        public void status(
            String cluster, String key, long timestamp, @Nullable WatcherStatus status) {
          if (status != null && status.getRules() != null) {
            policies.put(
                key,
                new Policy(timestamp, status.getRulesHash(), status.getRules(), status.getBuild()));
          }
        }
      });
    }
  }

  @Override
  public String cluster() {
    return "prod";
  }

  @Override
  public Iterator<LogRecord> events(long fromOffset) {
    return log.stream().filter(record -> record.offset() >= fromOffset).iterator();
  }

  @Override
  public long beginOffset() {
    return 0;
  }

  @Override
  public Optional<Tick> tickBefore(long time) {
    return log.stream()
        .filter(record -> record.timestamp() <= time && Tick.is(record))
        .reduce((first, second) -> second)
        .map(record -> new Tick(record.offset(), record.timestamp(), 0L));
  }

  @Override
  public Iterator<PublishedIncident> incidents() {
    return told.iterator();
  }

  @Override
  public List<Policy> policies() {
    return List.copyOf(policies.values());
  }

  @Override
  public long evaluatedThrough() {
    return log.get(log.size() - 1).timestamp();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
