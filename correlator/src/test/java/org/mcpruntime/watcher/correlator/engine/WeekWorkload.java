package org.mcpruntime.watcher.correlator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * A Deployment of the simulated week with its ReplicaSets, pods, Service and endpoints, moved through what happens to one. Each
 * change is the records that controllers and kubelet would cause, in their order.
 */
final class WeekWorkload {

  private static final String READY = "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}],";
  private static final String UNREADY =
      "\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\"}],";

  /** A pod without its state, of which only readiness matters to what stands above it. */
  private record Instance(Thing pod, int number, String node, int restarts, boolean ready) {

    Instance ready(boolean now) {
      return new Instance(pod, number, node, restarts, now);
    }

    Instance restarted(boolean readyAgain) {
      return new Instance(pod, number, node, restarts + 1, readyAgain);
    }
  }

  private final ClusterScript script;
  private final String namespace;
  private final String name;
  private final int replicas;
  private final Thing deployment;
  private final @Nullable Thing service;
  private final List<Instance> pods = new ArrayList<>();
  private Thing set;
  private int version;
  private int made;

  /**
   * One that is not there yet.
   *
   * @param server the MCPServer that it belongs to; null when it is one of its own
   * @param served whether there is a Service in front of it
   */
  WeekWorkload(
      ClusterScript script,
      String namespace,
      String name,
      int replicas,
      @Nullable Thing server,
      boolean served) {
    this.script = script;
    this.namespace = namespace;
    this.name = name;
    this.replicas = replicas;
    Thing plain = Thing.deployment(name).in(namespace);
    deployment = server == null ? plain : plain.ownedBy(server);
    service = served
        ? new Thing(
            new ObjectRef("", "Service", namespace, name),
            "uid-service-" + name,
            null,
            "\"clusterIP\":\"10.43.0.10\",\"selector\":{\"app\":\"" + name + "\"}",
            "")
        : null;
    set = replicaSet();
  }

  /** It is made, and runs. */
  void create() {
    script.added(counted()).added(set(replicas));
    if (service != null) {
      script.added(service);
    }
    for (int i = 0; i < replicas; i++) {
      start(nextNode());
    }
    settle();
  }

  /** A new version, pod by pod, which works. */
  void rollout() {
    Thing old = set;
    version++;
    set = replicaSet();
    script.modified(counted()).added(set(replicas));
    for (Instance before : List.copyOf(pods)) {
      start(nextNode());
      script.passes(Duration.ofSeconds(20));
      remove(before);
      settle();
    }
    script.modified(old.with("\"replicas\":0", "\"replicas\":0"));
    script.passes(Duration.ofSeconds(10)).deleted(old);
  }

  /** A new version whose image cannot be pulled, for so long; then back to the one before. */
  void badRollout(String message, Duration length) {
    Thing before = set;
    version++;
    set = replicaSet();
    script.modified(counted()).added(set(1));
    Instance stuck = add(nextNode());
    Instant end = script.now().plus(length);
    for (boolean error = true; script.now().isBefore(end); error = !error) {
      waits(stuck, error ? "ErrImagePull" : "ImagePullBackOff", message);
      settle();
      script.passes(Duration.ofSeconds(error ? 15 : 105));
    }
    remove(stuck);
    script.deleted(set);
    set = before;
    version--;
    settle();
  }

  /** A pod that was evicted comes again where the registry does not answer; it runs when the result is run. */
  Runnable evictedWithoutRegistry(String message) {
    remove(pods.get(0));
    Instance stuck = add(nextNode());
    settle();
    waits(stuck, "ErrImagePull", message);
    script.passes(Duration.ofSeconds(15));
    return () -> {
      runs(stuck);
      settle();
    };
  }

  /** The program of one pod fails so often, with the pauses of the kubelet. */
  void crashes(int times) {
    for (int crash = 1; crash <= times; crash++) {
      Instance crashed = replace(pods.get(0).restarted(false));
      waits(crashed, "CrashLoopBackOff", "");
      settle();
      script.passes(Duration.ofSeconds(Math.min(300, 10L << Math.min(crash, 5))));
      runs(crashed);
      settle();
      script.passes(Duration.ofSeconds(40));
    }
  }

  /** One container is killed for its memory, and runs again. */
  void killed() {
    Instance again = replace(pods.get(pods.size() - 1).restarted(true));
    show(
        again,
        "Running",
        READY,
        started(),
        "\"reason\":\"OOMKilled\",\"exitCode\":137,\"containerID\":\"containerd://" + again.number
            + again.restarts + "86d081884c\"");
  }

  /** What it has on a node is not ready any more. */
  void loses(String node) {
    for (Instance pod : on(node)) {
      show(replace(pod.ready(false)), "Running", UNREADY, started(), "");
    }
    settle();
  }

  /** What it has lost with a node comes again on another one. */
  void movesFrom(String node, String other) {
    for (Instance pod : on(node)) {
      remove(pod);
      start(other);
      settle();
    }
  }

  /** One pod more than there is room for. */
  void unschedulable(Duration length) {
    Instance pending = add("");
    script.modified(pending.pod.with(
        spec(pending),
        "\"phase\":\"Pending\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"False\","
            + "\"reason\":\"Unschedulable\",\"message\":\"0/3 nodes are available: 3 Insufficient"
            + " memory.\"}]"));
    script.passes(length);
    remove(pending);
  }

  private void start(String node) {
    Instance pod = add(node);
    waits(pod, "ContainerCreating", "");
    script.passes(Duration.ofSeconds(5));
    runs(pod);
  }

  private Instance add(String node) {
    int number = made++;
    Thing pod = Thing.pod(name + "-" + version + "-" + number).in(namespace).ownedBy(set);
    Instance instance = new Instance(pod, number, node, 0, false);
    pods.add(instance);
    script.added(pod.with(spec(instance), "\"phase\":\"Pending\""));
    return instance;
  }

  private void remove(Instance pod) {
    pods.removeIf(each -> each.number == pod.number);
    script.deleted(pod.pod);
  }

  private Instance replace(Instance now) {
    pods.replaceAll(each -> each.number == now.number ? now : each);
    return now;
  }

  private List<Instance> on(String node) {
    return pods.stream().filter(pod -> pod.node.equals(node)).toList();
  }

  private void waits(Instance pod, String reason, String message) {
    String state = "{\"waiting\":{\"reason\":\"" + reason + "\",\"message\":\"" + message + "\"}}";
    show(pod, pod.restarts == 0 ? "Pending" : "Running", UNREADY, state, "");
  }

  private void runs(Instance pod) {
    show(replace(pod.ready(true)), "Running", READY, started(), "");
  }

  private String started() {
    return "{\"running\":{\"startedAt\":\"" + script.now() + "\"}}";
  }

  /**
   * What the kubelet says of a pod.
   *
   * @param end how its container ended last; empty for an error of the program, if it ended at all
   */
  private void show(Instance pod, String phase, String conditions, String state, String end) {
    String last = end.isEmpty() ? "\"reason\":\"Error\",\"exitCode\":1" : end;
    script.modified(pod.pod.with(
        spec(pod),
        "\"phase\":\"" + phase + "\"," + conditions
            + "\"containerStatuses\":[{\"name\":\"main\",\"ready\":" + pod.ready
            + ",\"restartCount\":" + pod.restarts + ",\"state\":" + state
            + (pod.restarts == 0
                ? ""
                : ",\"lastState\":{\"terminated\":{" + last + ",\"finishedAt\":\"" + script.now()
                    + "\"}}")
            + "}]"));
  }

  /** The controllers have counted. */
  private void settle() {
    script.modified(set(replicas)).modified(counted());
    if (service != null) {
      script.modified(slice());
    }
  }

  private Thing replicaSet() {
    return Thing.replicaSet(name + "-" + version, deployment).in(namespace);
  }

  private Thing set(int desired) {
    return set.with(
        "\"replicas\":" + desired, "\"replicas\":" + desired + ",\"readyReplicas\":" + ready());
  }

  private Thing counted() {
    int ready = Math.min(replicas, ready());
    return deployment.with(
        "\"replicas\":" + replicas + ",\"template\":{\"metadata\":{\"labels\":{\"app\":\"" + name
            + "\"}},\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"" + image() + "\"}]}}",
        "\"replicas\":" + replicas + ",\"updatedReplicas\":" + replicas + ",\"readyReplicas\":"
            + ready + ",\"availableReplicas\":" + ready
            + ",\"conditions\":[{\"type\":\"Progressing\",\"status\":\"True\","
            + "\"reason\":\"NewReplicaSetAvailable\"}]");
  }

  private Thing slice() {
    List<String> endpoints = pods.stream()
        .map(pod -> "{\"addresses\":[\"10.42.0." + pod.number % 250
            + "\"],\"conditions\":{\"ready\":" + pod.ready + "},\"nodeName\":\"" + pod.node + "\"}")
        .toList();
    return new Thing(
        new ObjectRef("discovery.k8s.io", "EndpointSlice", namespace, name + "-x"),
        "uid-slice-" + name,
        service,
        "",
        String.join(",", endpoints));
  }

  private int ready() {
    return (int) pods.stream().filter(Instance::ready).count();
  }

  private String spec(Instance pod) {
    return (pod.node.isEmpty() ? "" : "\"nodeName\":\"" + pod.node + "\",")
        + "\"containers\":[{\"name\":\"main\",\"image\":\"" + image() + "\"}]";
  }

  private String image() {
    return "registry.local/" + namespace + "/" + name + ":1." + version;
  }

  private String nextNode() {
    return "node-" + (1 + made % 3);
  }
}
