package org.mcpruntime.watcher.collector.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A kind to collect.
 *
 * @param id which kind
 * @param optional whether a cluster may do without it: then, while the API does not serve it, it is no part of the
 *     coverage instead of a blind spot
 * @param bookmarks whether its watches get bookmarks; the API server keeps core Events out of its watch cache, so theirs
 *     do not
 * @param selection which of its objects
 */
public record KindSpec(KindId id, boolean optional, boolean bookmarks, Selection selection) {
  /** All objects of the kind. */
  public KindSpec(KindId id, boolean optional, boolean bookmarks) {
    this(id, optional, bookmarks, Selection.everything());
  }

  /** A kind that every cluster has. */
  public static KindSpec builtIn(String group, String kind) {
    return new KindSpec(new KindId(group, kind), false, true);
  }

  /** A kind that exists only where its CustomResourceDefinition does. */
  public static KindSpec custom(String group, String kind) {
    return new KindSpec(new KindId(group, kind), true, true);
  }

  public KindSpec withSelection(Selection replaced) {
    return new KindSpec(id, optional, bookmarks, replaced);
  }

  /** What is listed and watched by itself: the kind, or each of its selected namespaces. */
  public List<Scope> scopes() {
    return selection.namespaces().isEmpty()
        ? List.of(Scope.all(id))
        : selection.namespaces().stream()
            .map(namespace -> new Scope(id, namespace))
            .toList();
  }

  /**
   * What is collected when nothing else is said. Not in it: Secrets (listing their metadata needs permission for their
   * data), Leases and Endpoints (much churn, nothing that other kinds do not tell), and the Events of
   * {@code events.k8s.io} (the same objects as those of the core group).
   */
  public static List<KindSpec> defaults() {
    List<KindSpec> kinds = new ArrayList<>();
    for (String kind : List.of(
        "Namespace",
        "Node",
        "Pod",
        "Service",
        "ConfigMap",
        "ServiceAccount",
        "PersistentVolumeClaim",
        "ResourceQuota")) {
      kinds.add(builtIn("", kind));
    }
    kinds.add(new KindSpec(new KindId("", "Event"), false, false));
    for (String kind : List.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet")) {
      kinds.add(builtIn("apps", kind));
    }
    kinds.add(builtIn("batch", "Job"));
    kinds.add(builtIn("batch", "CronJob"));
    kinds.add(builtIn("discovery.k8s.io", "EndpointSlice"));
    for (String kind : List.of("Ingress", "IngressClass", "NetworkPolicy")) {
      kinds.add(builtIn("networking.k8s.io", kind));
    }
    kinds.add(builtIn("storage.k8s.io", "StorageClass"));
    kinds.add(builtIn("apiextensions.k8s.io", "CustomResourceDefinition"));
    kinds.add(builtIn("rbac.authorization.k8s.io", "ClusterRole"));
    for (String kind : List.of("MCPServer", "MCPAccessGrant", "MCPAgentSession")) {
      kinds.add(custom("mcpruntime.org", kind));
    }
    for (String kind : List.of("Certificate", "CertificateRequest", "Issuer", "ClusterIssuer")) {
      kinds.add(custom("cert-manager.io", kind));
    }
    kinds.add(custom("traefik.io", "IngressRoute"));
    return List.copyOf(kinds);
  }
}
