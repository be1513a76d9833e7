package org.mcpruntime.watcher.benchmarks;

import java.util.Map;
import org.mcpruntime.watcher.testbed.kube.ResourceType;

/** An MCPServer with its Deployment, the two newest ReplicaSets, its Service, EndpointSlice and pods. */
final class Workload {

  static final int PODS = 3;

  private static final int PER_NAMESPACE = 40;

  /** A pod as it is now. */
  static final class Pod {
    final String name;
    final String uid;
    final String node;
    boolean scheduled;
    boolean running;
    boolean ready;
    int restarts;
    String state = "{\"waiting\":{\"reason\":\"ContainerCreating\"}}";
    String last = "{}";
    String deleted = "null";

    Pod(String name, String uid, String node) {
      this.name = name;
      this.uid = uid;
      this.node = node;
    }
  }

  /** A ReplicaSet as it is now. */
  static final class Revision {
    final int number;
    final String hash;
    final String uid;
    int desired;
    int replicas;
    int ready;

    Revision(int number, String hash, String uid) {
      this.number = number;
      this.hash = hash;
      this.uid = uid;
    }
  }

  final int number;
  final String namespace;
  final String name;
  final Map<ResourceType, String> uids;
  final Pod[] pods = new Pod[PODS];
  Revision old;
  Revision now;
  int generation = 1;

  /** Something happens to it; one thing at a time. */
  boolean busy;

  Workload(int number, Map<ResourceType, String> uids, Revision old, Revision now) {
    this.number = number;
    this.namespace = "team-%03d".formatted(number / PER_NAMESPACE);
    this.name = "server-%05d".formatted(number);
    this.uids = Map.copyOf(uids);
    this.old = old;
    this.now = now;
  }

  int ready() {
    return now.ready + old.ready;
  }

  /** Each 250th container crashes now and again. */
  boolean crashes() {
    return number % 250 == 7;
  }

  /** Another 250th never gets its image. */
  boolean neverStarts() {
    return number % 250 == 13;
  }
}
