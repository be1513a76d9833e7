package org.mcpruntime.watcher.collector.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.testbed.kube.ResourceType;

/** One cluster, who writes to it, and who disturbs it. */
final class Site implements AutoCloseable {
  private final SeededCluster cluster;
  private final SeededFaults faults;
  private final Path kubeconfig;
  private final CountDownLatch enough = new CountDownLatch(1);
  private final Thread writer;
  private volatile @Nullable Exception failure;

  /** @param repaired whether lists will find what a watch leaves out */
  Site(String name, Random random, Path directory, boolean repaired) throws Exception {
    cluster = new SeededCluster(name, random.nextLong());
    faults = new SeededFaults(cluster.api().faults(), random, repaired);
    kubeconfig = directory.resolve(name + ".kubeconfig");
    cluster.api().writeKubeconfig(kubeconfig);
    writer = new Thread(this::write, "writer-" + name);
  }

  String name() {
    return cluster.name();
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  SeededFaults faults() {
    return faults;
  }

  ServerHistory history() {
    return cluster.history();
  }

  /** Begins to write. */
  void start() {
    writer.start();
  }

  private void write() {
    try {
      boolean ends;
      do {
        ends = enough.await(cluster.step().toNanos(), TimeUnit.NANOSECONDS);
      } while (!ends);
      cluster.settle();
    } catch (Exception e) {
      failure = e;
    }
  }

  /** No more is written. */
  void end() throws InterruptedException {
    enough.countDown();
    writer.join();
    if (failure != null) {
      throw new IllegalStateException("the writer failed", failure);
    }
  }

  /** Whether a TICK covers all that was written. */
  boolean isCaughtUp(@Nullable ClusterEvent tick) {
    if (tick == null) {
      return false;
    }
    for (ResourceType type : SeededCluster.TYPES) {
      boolean told = false;
      for (KindCoverage kind : tick.getCoverage()) {
        told |= kind.getKind().toString().equals(type.kind())
            && kind.getState() == CoverageState.SYNCED
            && kind.getResourceVersion() != null
            && Long.parseLong(kind.getResourceVersion().toString()) >= cluster.lastChange(type);
      }
      if (!told) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    enough.countDown();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cluster.close();
    Files.delete(kubeconfig);
  }
}
