package org.mcpruntime.watcher.cli.up;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;

/** Waits until a collector has committed every change of a store, and the tick that is due. */
final class CommitBarrier implements HistoryPlayer.Barrier {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final KubeStore store;
  private final InstantSource clock;
  private final Collector collector;
  private final Duration tick;

  CommitBarrier(KubeStore store, InstantSource clock, Collector collector, Duration tick) {
    this.store = store;
    this.clock = clock;
    this.collector = collector;
    this.tick = tick;
  }

  @Override
  public void awaitCommitted() throws InterruptedException {
    collector.nudge();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isCommitted(collector.status())) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - end > 0) {
        throw new CannotRun(
            "the collector has not committed the past after " + PATIENCE.toSeconds() + "s");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean isCommitted(CollectorStatus status) {
    Instant tickAt = status.tickAt();
    if (!status.isReady()
        || tickAt == null
        || Duration.between(tickAt, clock.instant()).compareTo(tick) >= 0) {
      return false;
    }
    Map<KindId, KindStatus> kinds = new HashMap<>();
    status.kinds().forEach(kind -> kinds.put(kind.kind(), kind));
    for (ResourceType type : store.types()) {
      KindStatus kind = kinds.get(new KindId(type.group(), type.kind()));
      if (kind != null && position(kind.resourceVersion()) < store.lastChange(type)) {
        return false;
      }
    }
    return true;
  }

  /** Positions are opaque, but these are the store's own, which are numbers. */
  private static long position(@Nullable String resourceVersion) {
    return resourceVersion == null ? -1 : Long.parseLong(resourceVersion);
  }
}
