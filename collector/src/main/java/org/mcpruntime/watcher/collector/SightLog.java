package org.mcpruntime.watcher.collector;

import java.util.HashSet;
import java.util.Set;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once that a kind cannot be seen, however often it is tried, and once that it can be seen again. One thread. */
final class SightLog {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  private final String cluster;
  private final Set<KindId> blind = new HashSet<>();

  SightLog(String cluster) {
    this.cluster = cluster;
  }

  void look(Iterable<KindStatus> kinds) {
    for (KindStatus kind : kinds) {
      if (kind.state() == CoverageState.BLIND && blind.add(kind.kind())) {
        LOG.atWarn()
            .addKeyValue("cluster", cluster)
            .addKeyValue("kind", kind.kind())
            .addKeyValue("reason", kind.reason())
            .log("a kind cannot be seen");
      } else if (kind.state() == CoverageState.SYNCED && blind.remove(kind.kind())) {
        LOG.atInfo()
            .addKeyValue("cluster", cluster)
            .addKeyValue("kind", kind.kind())
            .log("a kind is seen again");
      }
    }
  }
}
