package org.mcpruntime.watcher.checks.facts;

import java.util.List;

/** The kinds that have facts. Objects of other kinds pass through the log without being remembered. */
public final class Kinds {

  public static final KindRef POD = new KindRef("", "Pod");
  public static final KindRef NODE = new KindRef("", "Node");
  public static final KindRef SERVICE = new KindRef("", "Service");
  public static final KindRef CONFIG_MAP = new KindRef("", "ConfigMap");
  public static final KindRef PERSISTENT_VOLUME_CLAIM = new KindRef("", "PersistentVolumeClaim");
  public static final KindRef REPLICA_SET = new KindRef("apps", "ReplicaSet");
  public static final KindRef DEPLOYMENT = new KindRef("apps", "Deployment");
  public static final KindRef STATEFUL_SET = new KindRef("apps", "StatefulSet");
  public static final KindRef DAEMON_SET = new KindRef("apps", "DaemonSet");
  public static final KindRef JOB = new KindRef("batch", "Job");
  public static final KindRef CRON_JOB = new KindRef("batch", "CronJob");
  public static final KindRef ENDPOINT_SLICE = new KindRef("discovery.k8s.io", "EndpointSlice");
  public static final KindRef INGRESS = new KindRef("networking.k8s.io", "Ingress");
  public static final KindRef STORAGE_CLASS = new KindRef("storage.k8s.io", "StorageClass");
  public static final KindRef MCP_SERVER = new KindRef("mcpruntime.org", "MCPServer");

  /** The same Events are served by two groups; a cluster is watched through one of them. */
  public static final KindRef CORE_EVENT = new KindRef("", "Event");

  public static final KindRef EVENT = new KindRef("events.k8s.io", "Event");

  public static final List<KindRef> EVENTS = List.of(CORE_EVENT, EVENT);

  /** Every kind with facts, sorted. */
  public static final List<KindRef> ALL = List.of(
          POD,
          NODE,
          SERVICE,
          CONFIG_MAP,
          PERSISTENT_VOLUME_CLAIM,
          REPLICA_SET,
          DEPLOYMENT,
          STATEFUL_SET,
          DAEMON_SET,
          JOB,
          CRON_JOB,
          ENDPOINT_SLICE,
          INGRESS,
          STORAGE_CLASS,
          MCP_SERVER,
          CORE_EVENT,
          EVENT)
      .stream()
      .sorted()
      .toList();

  private Kinds() {}
}
