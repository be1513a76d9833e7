package org.mcpruntime.watcher.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;

/**
 * What happens in a cluster where much is deployed, as its API server tells it: some fifty changes a second, nearly all of
 * them of status. Workloads of three pods are rolled out, pods lose their readiness and get it back, some crash again and again
 * or cannot pull their image, nodes tell that they are alive; each of it comes with the Events, replica sets, endpoint
 * slices and deployment states that controllers write. Leases are left out, since they are not collected.
 *
 * <p>Only what is said depends on the number of objects, not how often: so the cost of a record can be compared.
 */
final class BusyCluster {

  private static final int PODS_PER_NODE = 30;

  /** Server, Deployment, two ReplicaSets, Service, EndpointSlice and the pods. */
  private static final int OBJECTS_PER_WORKLOAD = 6 + Workload.PODS;

  private static final Duration ROLLOUT_EVERY = Duration.ofMillis(1_600);
  private static final Duration FLAP_EVERY = Duration.ofSeconds(3);
  private static final Duration HEARTBEAT = Duration.ofMinutes(5);

  /** An hour in a real cluster; shorter here, so that as many expire as are written. */
  private static final Duration EVENTS_LIVE = Duration.ofMinutes(4);

  private record Step(Instant at, long number, Runnable deed) {}

  private final Random random;
  private final ObjectNews news;
  private final List<Workload> workloads = new ArrayList<>();
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparing(Step::at).thenComparingLong(Step::number));
  private final int nodes;
  private Instant now;
  private long numbers;
  private long stepCount;

  /** A cluster of about so many objects, Events apart. */
  BusyCluster(int objects, long seed, Instant begin, ObjectNews.Watcher watcher) {
    random = new Random(seed);
    now = begin;
    news = new ObjectNews(begin, watcher);
    int count = Math.max(10, objects / OBJECTS_PER_WORKLOAD);
    nodes = Math.max(3, count * Workload.PODS / PODS_PER_NODE);
    for (int i = 0; i < count; i++) {
      workloads.add(workload(i));
    }
    for (int node = 0; node < nodes; node++) {
      String name = node(node);
      every(HEARTBEAT.multipliedBy(node).dividedBy(nodes), HEARTBEAT, () -> news.node(name));
    }
    every(Duration.ofMillis(10), ROLLOUT_EVERY, () -> rollout(any()));
    every(Duration.ofMillis(20), FLAP_EVERY, () -> flap(any()));
    for (Workload workload : workloads) {
      if (workload.crashes()) {
        Duration pause = Duration.ofSeconds(60 + random.nextInt(240));
        every(Duration.ofSeconds(random.nextInt(60)), pause, () -> crash(workload));
      } else if (workload.neverStarts()) {
        after(Duration.ofSeconds(random.nextInt(60)), () -> neverStarts(workload));
      }
    }
  }

  /** Every object there is, kind by kind. */
  void list() {
    for (int node = 0; node < nodes; node++) {
      news.node(node(node));
    }
    workloads.forEach(news::server);
    workloads.forEach(news::deployment);
    workloads.forEach(workload -> news.replicaSet(Operation.MODIFIED, workload, workload.old));
    workloads.forEach(workload -> news.replicaSet(Operation.MODIFIED, workload, workload.now));
    workloads.forEach(news::service);
    workloads.forEach(news::slice);
    for (Workload workload : workloads) {
      for (Workload.Pod pod : workload.pods) {
        news.pod(Operation.MODIFIED, workload, workload.now, pod);
      }
    }
  }

  /** Time goes on to the next thing that happens. */
  void proceed() {
    Step step = steps.remove();
    now = step.at();
    news.at(now);
    step.deed().run();
  }

  /** When that is. */
  Instant next() {
    return steps.element().at();
  }

  private Workload workload(int number) {
    Map<ResourceType, String> uids = new HashMap<>();
    for (ResourceType type : List.of(
        ResourceTypes.MCP_SERVER,
        ResourceTypes.DEPLOYMENT,
        ResourceTypes.SERVICE,
        ResourceTypes.ENDPOINT_SLICE)) {
      uids.put(type, uid());
    }
    Workload workload = new Workload(number, uids, revision(1), revision(2));
    for (int slot = 0; slot < Workload.PODS; slot++) {
      Workload.Pod pod = pod(workload, workload.now);
      run(pod);
      pod.ready = true;
      workload.pods[slot] = pod;
    }
    workload.now.desired = Workload.PODS;
    workload.now.replicas = Workload.PODS;
    workload.now.ready = Workload.PODS;
    return workload;
  }

  private Workload any() {
    return workloads.get(random.nextInt(workloads.size()));
  }

  private void rollout(Workload workload) {
    if (workload.busy) {
      return;
    }
    workload.busy = true;
    workload.generation++;
    news.replicaSet(Operation.DELETED, workload, workload.old);
    workload.old = workload.now;
    workload.now = revision(workload.old.number + 1);
    news.server(workload);
    after(millis(100), () -> news.deployment(workload));
    after(millis(150), () -> news.replicaSet(Operation.ADDED, workload, workload.now));
    for (int slot = 0; slot < Workload.PODS; slot++) {
      int which = slot;
      after(millis(200 + slot * 9_000L), () -> replace(workload, which));
    }
    after(millis(200 + Workload.PODS * 9_000L + 1_000), () -> {
      news.server(workload);
      workload.busy = false;
    });
  }

  private void replace(Workload workload, int slot) {
    Workload.Pod pod = pod(workload, workload.now);
    Workload.Revision revision = workload.now;
    revision.desired++;
    revision.replicas++;
    news.replicaSet(Operation.MODIFIED, workload, revision);
    news.pod(Operation.ADDED, workload, revision, pod);
    event(workload, pod, "Normal", "Scheduled", "Successfully assigned to " + pod.node);
    news.replicaSet(Operation.MODIFIED, workload, revision);
    news.deployment(workload);
    after(millis(30), () -> {
      pod.scheduled = true;
      news.pod(Operation.MODIFIED, workload, revision, pod);
    });
    after(millis(120), () -> news.pod(Operation.MODIFIED, workload, revision, pod));
    after(millis(600), () -> event(workload, pod, "Normal", "Pulling", "Pulling image"));
    after(millis(1_900), () -> {
      event(workload, pod, "Normal", "Pulled", "Successfully pulled image in 1.3s");
      event(workload, pod, "Normal", "Created", "Created container " + workload.name);
      event(workload, pod, "Normal", "Started", "Started container " + workload.name);
    });
    after(millis(2_400), () -> {
      run(pod);
      news.pod(Operation.MODIFIED, workload, revision, pod);
      news.slice(workload);
    });
    after(millis(5_200), () -> {
      pod.ready = true;
      revision.ready++;
      news.pod(Operation.MODIFIED, workload, revision, pod);
      Workload.Pod before = workload.pods[slot];
      workload.pods[slot] = pod;
      news.slice(workload);
      news.replicaSet(Operation.MODIFIED, workload, revision);
      news.deployment(workload);
      remove(workload, workload.old, before);
    });
  }

  private void remove(Workload workload, Workload.Revision revision, Workload.Pod pod) {
    boolean counted = pod.ready;
    revision.desired--;
    news.replicaSet(Operation.MODIFIED, workload, revision);
    news.deployment(workload);
    pod.deleted = "\"" + news.time() + "\"";
    news.pod(Operation.MODIFIED, workload, revision, pod);
    event(workload, pod, "Normal", "Killing", "Stopping container " + workload.name);
    revision.replicas--;
    revision.ready -= counted ? 1 : 0;
    news.replicaSet(Operation.MODIFIED, workload, revision);
    news.deployment(workload);
    after(millis(1_100), () -> {
      pod.ready = false;
      pod.state = terminated("Completed", 0);
      news.pod(Operation.MODIFIED, workload, revision, pod);
      news.slice(workload);
      news.pod(Operation.DELETED, workload, revision, pod);
    });
  }

  /** A probe fails for some seconds. */
  private void flap(Workload workload) {
    Workload.Pod pod = workload.pods[random.nextInt(Workload.PODS)];
    if (workload.busy || !pod.ready) {
      return;
    }
    workload.busy = true;
    event(workload, pod, "Warning", "Unhealthy", "Readiness probe failed: HTTP 503");
    ready(workload, pod, false);
    after(Duration.ofSeconds(8), () -> {
      ready(workload, pod, true);
      workload.busy = false;
    });
  }

  /** What follows from a pod that is ready, or is not any more. */
  private void ready(Workload workload, Workload.Pod pod, boolean ready) {
    workload.now.ready += pod.ready == ready ? 0 : ready ? 1 : -1;
    pod.ready = ready;
    news.pod(Operation.MODIFIED, workload, workload.now, pod);
    news.slice(workload);
    news.replicaSet(Operation.MODIFIED, workload, workload.now);
    news.deployment(workload);
    news.server(workload);
  }

  private void crash(Workload workload) {
    Workload.Pod pod = workload.pods[0];
    if (workload.busy) {
      return;
    }
    workload.busy = true;
    pod.restarts++;
    pod.last = terminated("Error", 1);
    pod.state = pod.last;
    ready(workload, pod, false);
    after(Duration.ofSeconds(1), () -> {
      pod.state = "{\"waiting\":{\"reason\":\"CrashLoopBackOff\",\"message\":\"back-off 2m40s"
          + " restarting failed container=" + workload.name + " pod=" + pod.name + "\"}}";
      news.pod(Operation.MODIFIED, workload, workload.now, pod);
      event(workload, pod, "Warning", "BackOff", "Back-off restarting failed container");
    });
    after(Duration.ofSeconds(40), () -> {
      run(pod);
      ready(workload, pod, true);
      event(workload, pod, "Normal", "Started", "Started container " + workload.name);
      workload.busy = false;
    });
  }

  private void neverStarts(Workload workload) {
    Workload.Pod pod = workload.pods[0];
    workload.busy = true;
    String text = "failed to resolve reference registry.example.org/" + workload.name
        + ": failed to authorize: 401 Unauthorized";
    boolean[] backOff = new boolean[1];
    every(Duration.ZERO, Duration.ofSeconds(45), () -> {
      pod.state = backOff[0]
          ? "{\"waiting\":{\"reason\":\"ImagePullBackOff\",\"message\":\"Back-off pulling image\"}}"
          : "{\"waiting\":{\"reason\":\"ErrImagePull\",\"message\":\"" + text + "\"}}";
      backOff[0] = !backOff[0];
      ready(workload, pod, false);
      event(workload, pod, "Warning", "Failed", "Failed to pull image: " + text);
      event(workload, pod, "Normal", "BackOff", "Back-off pulling image");
    });
  }

  private void run(Workload.Pod pod) {
    pod.scheduled = true;
    pod.running = true;
    pod.state = "{\"running\":{\"startedAt\":\"" + news.time() + "\"}}";
  }

  private String terminated(String reason, int exitCode) {
    return "{\"terminated\":{\"exitCode\":" + exitCode + ",\"reason\":\"" + reason
        + "\",\"startedAt\":\"" + news.time() + "\",\"finishedAt\":\"" + news.time()
        + "\",\"containerID\":"
        + "\"containerd://0fbf77750e9e4caafbd6b1a1245a8c80420b648707e703e011693d45dce2d4de\"}}";
  }

  /** An Event, which expires. */
  private void event(
      Workload workload, Workload.Pod pod, String type, String reason, String message) {
    Runnable deletion = news.event(workload, pod, type, reason, message);
    if (deletion != null) {
      after(EVENTS_LIVE, deletion);
    }
  }

  private Workload.Revision revision(int number) {
    return new Workload.Revision(
        number, "%010x".formatted(random.nextLong() & 0xffffffffffL), uid());
  }

  private Workload.Pod pod(Workload workload, Workload.Revision revision) {
    String name = workload.name + "-" + revision.hash + "-" + "%05x".formatted(numbers);
    return new Workload.Pod(name, uid(), node(random.nextInt(nodes)));
  }

  private static String node(int number) {
    return "ip-10-0-%d-%d.eu-central-1.compute.internal".formatted(number / 250, number % 250);
  }

  private String uid() {
    return "%08x-7c54-4d0a-9a86-%012x".formatted(random.nextInt(), ++numbers);
  }

  private void every(Duration first, Duration pause, Runnable deed) {
    after(first, () -> {
      deed.run();
      every(pause, pause, deed);
    });
  }

  private void after(Duration delay, Runnable deed) {
    steps.add(new Step(now.plus(delay), stepCount++, deed));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
