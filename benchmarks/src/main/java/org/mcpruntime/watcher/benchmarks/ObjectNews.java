package org.mcpruntime.watcher.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;

/** Tells of objects as an API server does: whole, each time with a new resourceVersion. */
final class ObjectNews {

  /** Takes what is told. */
  interface Watcher {
    void saw(News news);
  }

  /** One object as it is told. */
  record News(
      Operation operation,
      ResourceType type,
      String namespace,
      String name,
      String uid,
      long version,
      Utf8 json,
      Instant at) {}

  private final Watcher watcher;
  private final Map<ResourceType, Template> templates = new HashMap<>();
  private final Map<String, Integer> eventCounts = new HashMap<>();
  private Instant now = Instant.EPOCH;
  private String text = "";
  private long version = 41_000_000;

  ObjectNews(Instant begin, Watcher watcher) {
    this.watcher = watcher;
    at(begin);
  }

  /** Objects hold whole seconds. */
  void at(Instant time) {
    now = time;
    text = time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The time as objects hold it. */
  String time() {
    return text;
  }

  /**
   * An Event about a pod: added the first time, then counted up.
   *
   * @return how to delete it when it is new; else null, since it will be
   */
  @Nullable
  Runnable event(Workload workload, Workload.Pod pod, String type, String reason, String message) {
    String name = pod.name + "." + Integer.toHexString(reason.hashCode());
    int count = eventCounts.merge(name, 1, Integer::sum);
    Map<String, String> values = of(workload);
    values.put("EVENT", name);
    values.put("UID", "00000000-0000-4d0a-9a86-%012x".formatted(name.hashCode()));
    values.put("KIND", "Pod");
    values.put("API", "v1");
    values.put("ABOUT", pod.name);
    values.put("ABOUT_UID", pod.uid);
    values.put("FIELD", "spec.containers{" + workload.name + "}");
    values.put("REASON", reason);
    values.put("MESSAGE", message);
    values.put("NODE", pod.node);
    values.put("FIRST", text);
    values.put("COUNT", String.valueOf(count));
    values.put("TYPE", type);
    if (count > 1) {
      tell(Operation.MODIFIED, ResourceTypes.EVENT, name, values);
      return null;
    }
    tell(Operation.ADDED, ResourceTypes.EVENT, name, values);
    return () -> {
      eventCounts.remove(name);
      tell(Operation.DELETED, ResourceTypes.EVENT, name, values);
    };
  }

  void node(String name) {
    Map<String, String> values = new HashMap<>();
    values.put("NAMESPACE", "");
    values.put("NAME", name);
    values.put("UID", "00000000-0000-4d0a-9a86-%012x".formatted(name.hashCode()));
    tell(Operation.MODIFIED, ResourceTypes.NODE, name, values);
  }

  void server(Workload workload) {
    Map<String, String> values = of(workload);
    values.put("UID", workload.uids.get(ResourceTypes.MCP_SERVER));
    values.put("GENERATION", String.valueOf(workload.generation));
    boolean all = workload.ready() >= Workload.PODS;
    values.put("PHASE", all ? "Ready" : "PartiallyReady");
    values.put("READY", all ? "True" : "False");
    values.put("IS_READY", String.valueOf(all));
    tell(Operation.MODIFIED, ResourceTypes.MCP_SERVER, workload.name, values);
  }

  void deployment(Workload workload) {
    Map<String, String> values = of(workload);
    values.put("UID", workload.uids.get(ResourceTypes.DEPLOYMENT));
    values.put("REVISION", String.valueOf(workload.now.number));
    values.put("GENERATION", String.valueOf(workload.generation));
    values.put("OBSERVED", String.valueOf(workload.generation));
    values.put("REPLICAS", String.valueOf(workload.now.replicas + workload.old.replicas));
    values.put("UPDATED", String.valueOf(workload.now.replicas));
    values.put("READY_COUNT", String.valueOf(workload.ready()));
    values.put("MISSING", String.valueOf(Math.max(0, Workload.PODS - workload.ready())));
    boolean available = workload.ready() >= Workload.PODS;
    values.put("AVAILABLE", available ? "True" : "False");
    values.put("AVAILABLE_REASON", available ? "Available" : "Unavailable");
    values.put("HAS", available ? "has" : "does not have");
    boolean complete = workload.now.ready >= Workload.PODS && workload.old.replicas == 0;
    values.put("PROGRESSED", complete ? "2026-11-20T08:12:00Z" : text);
    values.put("PROGRESS", complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated");
    tell(Operation.MODIFIED, ResourceTypes.DEPLOYMENT, workload.name, values);
  }

  void replicaSet(Operation operation, Workload workload, Workload.Revision revision) {
    Map<String, String> values = of(workload);
    values.put("HASH", revision.hash);
    values.put("UID", revision.uid);
    values.put("OWNER_UID", workload.uids.get(ResourceTypes.DEPLOYMENT));
    values.put("REVISION", String.valueOf(revision.number));
    values.put("GENERATION", String.valueOf(revision.desired + 1));
    values.put("DESIRED", String.valueOf(revision.desired));
    values.put("REPLICAS", String.valueOf(revision.replicas));
    values.put("READY_COUNT", String.valueOf(revision.ready));
    tell(operation, ResourceTypes.REPLICA_SET, workload.name + "-" + revision.hash, values);
  }

  void service(Workload workload) {
    Map<String, String> values = of(workload);
    values.put("UID", workload.uids.get(ResourceTypes.SERVICE));
    tell(Operation.MODIFIED, ResourceTypes.SERVICE, workload.name, values);
  }

  void slice(Workload workload) {
    Map<String, String> values = of(workload);
    values.put("UID", workload.uids.get(ResourceTypes.ENDPOINT_SLICE));
    values.put("OWNER_UID", workload.uids.get(ResourceTypes.SERVICE));
    values.put("GENERATION", String.valueOf(version));
    for (int slot = 0; slot < Workload.PODS; slot++) {
      Workload.Pod pod = workload.pods[slot];
      values.put("READY" + slot, String.valueOf(pod.ready));
      values.put("POD" + slot, pod.name);
      values.put("POD" + slot + "_UID", pod.uid);
      values.put("NODE" + slot, pod.node);
    }
    tell(Operation.MODIFIED, ResourceTypes.ENDPOINT_SLICE, workload.name + "-x7k2p", values);
  }

  void pod(Operation operation, Workload workload, Workload.Revision revision, Workload.Pod pod) {
    Map<String, String> values = of(workload);
    values.put("POD", pod.name);
    values.put("UID", pod.uid);
    values.put("HASH", revision.hash);
    values.put("OWNER_UID", revision.uid);
    values.put("TAG", "4.2." + revision.number);
    values.put("DELETED", pod.deleted);
    values.put("NODE", pod.scheduled ? pod.node : "");
    values.put("PHASE", pod.running ? "Running" : "Pending");
    values.put("SCHEDULED", pod.scheduled ? "True" : "False");
    values.put("READY", pod.ready ? "True" : "False");
    values.put("IS_READY", String.valueOf(pod.ready));
    values.put("RESTARTS", String.valueOf(pod.restarts));
    values.put("STATE", pod.state);
    values.put("LAST", pod.last);
    values.put("SIDE_STATE", pod.running ? "{\"running\":{}}" : pod.state);
    tell(operation, ResourceTypes.POD, pod.name, values);
  }

  private Map<String, String> of(Workload workload) {
    Map<String, String> values = new HashMap<>();
    values.put("NAMESPACE", workload.namespace);
    values.put("NAME", workload.name);
    values.put("SERVER_UID", workload.uids.get(ResourceTypes.MCP_SERVER));
    values.put("HASH", workload.now.hash);
    values.put("TAG", "4.2." + workload.now.number);
    return values;
  }

  private void tell(
      Operation operation, ResourceType type, String name, Map<String, String> values) {
    version++;
    values.put("VERSION", String.valueOf(version));
    values.put("TIME", text);
    Template template =
        templates.computeIfAbsent(type, each -> Template.of(each.kind().toLowerCase(Locale.ROOT)));
    watcher.saw(new News(
        operation,
        type,
        values.getOrDefault("NAMESPACE", ""),
        name,
        values.getOrDefault("UID", ""),
        version,
        new Utf8(template.fill(values)),
        now));
  }
}
