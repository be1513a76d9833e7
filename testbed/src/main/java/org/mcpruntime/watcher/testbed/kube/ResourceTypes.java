package org.mcpruntime.watcher.testbed.kube;

import static org.mcpruntime.watcher.testbed.kube.ResourceType.clusterScoped;
import static org.mcpruntime.watcher.testbed.kube.ResourceType.namespaced;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Catalogue of the types that the simulated cluster uses. */
public final class ResourceTypes {
  public static final ResourceType NAMESPACE = clusterScoped("", "v1", "Namespace", "namespaces");
  public static final ResourceType NODE = clusterScoped("", "v1", "Node", "nodes");
  public static final ResourceType POD = namespaced("", "v1", "Pod", "pods");
  public static final ResourceType SERVICE = namespaced("", "v1", "Service", "services");
  public static final ResourceType CONFIG_MAP = namespaced("", "v1", "ConfigMap", "configmaps");
  public static final ResourceType SERVICE_ACCOUNT =
      namespaced("", "v1", "ServiceAccount", "serviceaccounts");
  public static final ResourceType PERSISTENT_VOLUME_CLAIM =
      namespaced("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims");
  public static final ResourceType RESOURCE_QUOTA =
      namespaced("", "v1", "ResourceQuota", "resourcequotas");
  public static final ResourceType ENDPOINTS = namespaced("", "v1", "Endpoints", "endpoints");

  /** The real server keeps Events out of its watch cache, so their watches never see a bookmark. */
  public static final ResourceType EVENT =
      new ResourceType("", "v1", "Event", "events", true, false);

  public static final ResourceType DEPLOYMENT =
      namespaced("apps", "v1", "Deployment", "deployments");
  public static final ResourceType REPLICA_SET =
      namespaced("apps", "v1", "ReplicaSet", "replicasets");
  public static final ResourceType STATEFUL_SET =
      namespaced("apps", "v1", "StatefulSet", "statefulsets");
  public static final ResourceType DAEMON_SET = namespaced("apps", "v1", "DaemonSet", "daemonsets");
  public static final ResourceType JOB = namespaced("batch", "v1", "Job", "jobs");
  public static final ResourceType CRON_JOB = namespaced("batch", "v1", "CronJob", "cronjobs");
  public static final ResourceType ENDPOINT_SLICE =
      namespaced("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
  public static final ResourceType INGRESS =
      namespaced("networking.k8s.io", "v1", "Ingress", "ingresses");
  public static final ResourceType INGRESS_CLASS =
      clusterScoped("networking.k8s.io", "v1", "IngressClass", "ingressclasses");
  public static final ResourceType NETWORK_POLICY =
      namespaced("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");
  public static final ResourceType STORAGE_CLASS =
      clusterScoped("storage.k8s.io", "v1", "StorageClass", "storageclasses");
  public static final ResourceType LEASE =
      namespaced("coordination.k8s.io", "v1", "Lease", "leases");
  public static final ResourceType CUSTOM_RESOURCE_DEFINITION = clusterScoped(
      "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions");
  public static final ResourceType CLUSTER_ROLE =
      clusterScoped("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles");

  public static final ResourceType MCP_SERVER =
      namespaced("mcpruntime.org", "v1alpha1", "MCPServer", "mcpservers");
  public static final ResourceType MCP_ACCESS_GRANT =
      namespaced("mcpruntime.org", "v1alpha1", "MCPAccessGrant", "mcpaccessgrants");
  public static final ResourceType MCP_AGENT_SESSION =
      namespaced("mcpruntime.org", "v1alpha1", "MCPAgentSession", "mcpagentsessions");
  public static final ResourceType CERTIFICATE =
      namespaced("cert-manager.io", "v1", "Certificate", "certificates");
  public static final ResourceType CERTIFICATE_REQUEST =
      namespaced("cert-manager.io", "v1", "CertificateRequest", "certificaterequests");
  public static final ResourceType ISSUER =
      namespaced("cert-manager.io", "v1", "Issuer", "issuers");
  public static final ResourceType CLUSTER_ISSUER =
      clusterScoped("cert-manager.io", "v1", "ClusterIssuer", "clusterissuers");
  public static final ResourceType INGRESS_ROUTE =
      namespaced("traefik.io", "v1alpha1", "IngressRoute", "ingressroutes");
  public static final ResourceType MIDDLEWARE =
      namespaced("traefik.io", "v1alpha1", "Middleware", "middlewares");

  private static final List<ResourceType> BUILT_IN = List.of(
      NAMESPACE,
      NODE,
      POD,
      SERVICE,
      CONFIG_MAP,
      SERVICE_ACCOUNT,
      PERSISTENT_VOLUME_CLAIM,
      RESOURCE_QUOTA,
      ENDPOINTS,
      EVENT,
      DEPLOYMENT,
      REPLICA_SET,
      STATEFUL_SET,
      DAEMON_SET,
      JOB,
      CRON_JOB,
      ENDPOINT_SLICE,
      INGRESS,
      INGRESS_CLASS,
      NETWORK_POLICY,
      STORAGE_CLASS,
      LEASE,
      CUSTOM_RESOURCE_DEFINITION,
      CLUSTER_ROLE);

  private static final List<ResourceType> CUSTOM = List.of(
      MCP_SERVER,
      MCP_ACCESS_GRANT,
      MCP_AGENT_SESSION,
      CERTIFICATE,
      CERTIFICATE_REQUEST,
      ISSUER,
      CLUSTER_ISSUER,
      INGRESS_ROUTE,
      MIDDLEWARE);

  /** What people type instead of the plural. */
  private static final Map<ResourceType, List<String>> SHORT_NAMES = Map.ofEntries(
      Map.entry(NAMESPACE, List.of("ns")),
      Map.entry(NODE, List.of("no")),
      Map.entry(POD, List.of("po")),
      Map.entry(SERVICE, List.of("svc")),
      Map.entry(CONFIG_MAP, List.of("cm")),
      Map.entry(SERVICE_ACCOUNT, List.of("sa")),
      Map.entry(PERSISTENT_VOLUME_CLAIM, List.of("pvc")),
      Map.entry(RESOURCE_QUOTA, List.of("quota")),
      Map.entry(ENDPOINTS, List.of("ep")),
      Map.entry(EVENT, List.of("ev")),
      Map.entry(DEPLOYMENT, List.of("deploy")),
      Map.entry(REPLICA_SET, List.of("rs")),
      Map.entry(STATEFUL_SET, List.of("sts")),
      Map.entry(DAEMON_SET, List.of("ds")),
      Map.entry(CRON_JOB, List.of("cj")),
      Map.entry(INGRESS, List.of("ing")),
      Map.entry(NETWORK_POLICY, List.of("netpol")),
      Map.entry(STORAGE_CLASS, List.of("sc")),
      Map.entry(CUSTOM_RESOURCE_DEFINITION, List.of("crd", "crds")));

  private ResourceTypes() {}

  /** Types that every cluster has. */
  public static List<ResourceType> builtIn() {
    return BUILT_IN;
  }

  /** Types that exist only where their CustomResourceDefinition does. */
  public static List<ResourceType> custom() {
    return CUSTOM;
  }

  public static List<ResourceType> all() {
    return Stream.concat(BUILT_IN.stream(), CUSTOM.stream()).toList();
  }

  /** The type of an object in the catalogue, by what the object says of itself. */
  public static Optional<ResourceType> of(String apiVersion, String kind) {
    return all().stream()
        .filter(type -> type.kind().equals(kind) && type.apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** The smallest CustomResourceDefinition that makes an API server serve the type. */
  public static ObjectNode definition(ResourceType type) {
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    definition.put("apiVersion", CUSTOM_RESOURCE_DEFINITION.apiVersion());
    definition.put("kind", CUSTOM_RESOURCE_DEFINITION.kind());
    definition.putObject("metadata").put("name", type.definitionName());
    ObjectNode spec = definition.putObject("spec");
    spec.put("group", type.group());
    spec.putObject("names")
        .put("plural", type.plural())
        .put("kind", type.kind())
        .put("listKind", type.kind() + "List");
    spec.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
    ObjectNode version = spec.putArray("versions").addObject();
    version.put("name", type.version()).put("served", true).put("storage", true);
    version
        .putObject("schema")
        .putObject("openAPIV3Schema")
        .put("type", "object")
        .put("x-kubernetes-preserve-unknown-fields", true);
    version.putObject("subresources").putObject("status");
    return definition;
  }

  static List<String> shortNames(ResourceType type) {
    return SHORT_NAMES.getOrDefault(type, List.of());
  }

  /**
   * Whether the real server counts changes of the desired state in {@code metadata.generation}: not
   * for the older core kinds.
   */
  static boolean hasGeneration(ResourceType type) {
    return type.group().isEmpty()
        ? type.equals(POD)
        : !Set.of(LEASE, CLUSTER_ROLE, STORAGE_CLASS).contains(type);
  }
}
