package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.HistoryLimits;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.RequestLog;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.json.JsonMapper;

/**
 * The outside world in a process of its own: API servers full of pods, who changes them, and, for latency, who reads the
 * topic.
 *
 * <pre>
 *   api NAME PODS                            → size of one pod's JSON; the kubeconfig is DIRECTORY/NAME
 *   touch NAME CHANGES                       → newest resourceVersion
 *   listed NAME                              → when the newest list of pods began, µs since 1970
 *   latency SERVERS TOPIC PARTITION NAME PER-SECOND CHANGES  → µs from each write to its record being readable
 *   floor   SERVERS TOPIC PER-SECOND CHANGES → the same for a producer that does nothing else
 * </pre>
 */
final class ClusterProcess {
  private static final HistoryLimits HISTORY = new HistoryLimits(200_000, 1L << 30);

  private final Path directory;
  private final Map<String, Cluster> clusters = new HashMap<>();

  private static final class Cluster {
    private final KubeStore store = KubeStore.inMemory(Clock.systemUTC(), HISTORY);
    private final FakeKubeApi api = FakeKubeApi.start(store, 0);
    private int pods;
    private int touched;

    /** Changes the pods in turn. */
    void touch() {
      store.touch(ResourceTypes.POD, Pods.NAMESPACE, Pods.name(touched++ % pods));
    }
  }

  private ClusterProcess(Path directory) {
    this.directory = directory;
  }

  /** Argument: a directory. */
  public static void main(String[] args) throws IOException {
    Answering.untilInputEnds(new ClusterProcess(Path.of(args[0]))::answer);
    // Its servers' threads have nothing to finish.
    System.exit(0);
  }

  private String answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "api" -> api(words[1], Integer.parseInt(words[2]));
      case "touch" -> touch(words[1], Integer.parseInt(words[2]));
      case "listed" -> listed(words[1]);
      case "latency" -> {
        Cluster cluster = cluster(words[4]);
        try (LatencyProbe probe =
            LatencyProbe.ofTopic(words[1], words[2], Integer.parseInt(words[3]))) {
          yield text(probe.measure(Integer.parseInt(words[5]), Integer.parseInt(words[6]), () -> {
            cluster.touch();
            return String.valueOf(cluster.store.resourceVersion());
          }));
        }
      }
      case "floor" -> {
        try (LatencyProbe probe = LatencyProbe.ofTopic(words[1], words[2], 0);
            EmptyTransactions producer = new EmptyTransactions(words[1], words[2])) {
          yield text(probe.measure(
              Integer.parseInt(words[3]), Integer.parseInt(words[4]), producer::write));
        }
      }
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private String api(String name, int pods) {
    Cluster cluster = clusters.get(name);
    if (cluster == null) {
      cluster = new Cluster();
      clusters.put(name, cluster);
      cluster.store.create(
          ResourceTypes.NAMESPACE,
          JsonMapper.shared()
              .createObjectNode()
              .set("metadata", JsonMapper.shared().createObjectNode().put("name", "kube-system")));
    }
    Pods.fill(cluster.store, cluster.pods, pods);
    cluster.pods = Math.max(cluster.pods, pods);
    cluster.store.compact();
    cluster.api.writeKubeconfig(directory.resolve(name));
    return String.valueOf(Pods.sizeBytes(cluster.store));
  }

  private String touch(String name, int changes) {
    Cluster cluster = cluster(name);
    for (int i = 0; i < changes; i++) {
      cluster.touch();
    }
    return String.valueOf(cluster.store.lastChange(ResourceTypes.POD));
  }

  private String listed(String name) {
    List<RequestLog.Request> lists = cluster(name).api.requests().of(ResourceTypes.POD).stream()
        .filter(request -> !request.isWatch() && !request.query().contains("continue="))
        .toList();
    return String.valueOf(
        ChronoUnit.MICROS.between(Instant.EPOCH, lists.get(lists.size() - 1).time()));
  }

  private Cluster cluster(String name) {
    Cluster cluster = clusters.get(name);
    if (cluster == null) {
      throw new IllegalArgumentException("no cluster " + name);
    }
    return cluster;
  }

  private static String text(long[] micros) {
    return Arrays.stream(micros).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }
}
