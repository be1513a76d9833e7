package org.mcpruntime.watcher.correlator.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.schemas.avro.BlindKind;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** Says how far and how well a cluster is evaluated, with every TICK. */
final class StatusWriter {

  private final Tables tables;
  private final String rulesHash;
  private final String build;

  StatusWriter(Tables tables, String rulesHash, String build) {
    this.tables = tables;
    this.rulesHash = rulesHash;
    this.build = build;
  }

  /** Writes the status; gives the same for the metrics of this process. */
  ClusterSight status(ClusterEvent tick, int partition, Sink sink) {
    List<KindCoverage> coverage = tick.getCoverage() == null ? List.of() : tick.getCoverage();
    List<BlindKind> blind = new ArrayList<>();
    TreeMap<KindRef, String> reasons = new TreeMap<>();
    for (KindCoverage told : coverage) {
      KindRef kind = new KindRef(told.getGroup().toString(), told.getKind().toString());
      KindWatch watch = tables.state().kind(kind);
      if (!watch.seen()) {
        reasons.put(kind, watch.why());
        blind.add(new BlindKind(
            kind.group(), kind.kind(), watch.why(), Instant.ofEpochMilli(watch.whySince())));
      }
    }
    int open = 0;
    int headlines = 0;
    TreeMap<ClusterSight.Grade, Integer> grades = new TreeMap<>();
    for (Map.Entry<String, StoredLife> entry : tables.lives().all().entrySet()) {
      Life.Open life = entry.getValue().life().asOpen();
      if (life != null) {
        open++;
        grades.merge(
            new ClusterSight.Grade(
                life.told().getCheck(), life.told().getSeverity().name()),
            1,
            Integer::sum);
        if (!isOpen(life.told().getCausedBy()) && !isOpen(life.told().getCauseGroup())) {
          headlines++;
        }
      }
    }
    WatcherStatus status = new WatcherStatus();
    status.setCluster(tables.cluster());
    status.setClusterUid(tick.getClusterUid().toString());
    status.setEvaluatedThrough(Instant.ofEpochMilli(tables.time()));
    status.setLastTick(tick.getTick());
    status.setKindsSeen(coverage.size() - blind.size());
    status.setKindsTotal(coverage.size());
    status.setObjects(coverage.stream().mapToLong(KindCoverage::getObjects).sum());
    status.setBlind(blind);
    status.setOpenIncidents(open);
    status.setOpenHeadlines(headlines);
    status.setBuild(build);
    status.setRulesHash(rulesHash);
    sink.status(tables.cluster(), tables.cluster(), tables.time(), status);
    return new ClusterSight(partition, status.getEvaluatedThrough(), grades, reasons);
  }

  private boolean isOpen(@Nullable String key) {
    return key != null && tables.lives().get(key).asOpen() != null;
  }

  /** The text behind a hash, so that a reader can tell what an incident was judged by. */
  void policy(String rules, Sink sink) {
    WatcherStatus policy = new WatcherStatus();
    policy.setBlind(List.of());
    policy.setBuild(build);
    policy.setRulesHash(rulesHash);
    policy.setRules(rules);
    sink.status(tables.cluster(), tables.cluster() + "/policy/" + rulesHash, tables.time(), policy);
  }
}
