package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * An object of a test, as JSON with the fields that facts are taken from.
 *
 * @param meta further members of metadata, each behind a comma
 */
public record Thing(
    ObjectRef ref, String uid, @Nullable Thing owner, String spec, String status, String meta) {

  public Thing(ObjectRef ref, String uid, @Nullable Thing owner, String spec, String status) {
    this(ref, uid, owner, spec, status, "");
  }

  public static Thing pod(String name) {
    return new Thing(
        new ObjectRef("", "Pod", "shop", name),
        "uid-pod-" + name,
        null,
        "",
        "\"phase\":\"Running\"");
  }

  public static Thing deployment(String name) {
    return new Thing(
            new ObjectRef("apps", "Deployment", "shop", name), "uid-deploy-" + name, null, "", "")
        .replicas(2, 2);
  }

  public static Thing replicaSet(String name, Thing owner) {
    return new Thing(
        new ObjectRef("apps", "ReplicaSet", "shop", name), "uid-rs-" + name, owner, "", "");
  }

  public static Thing server(String name) {
    return new Thing(
        new ObjectRef(Kinds.MCP_SERVER.group(), Kinds.MCP_SERVER.kind(), "shop", name),
        "uid-server-" + name,
        null,
        "\"teamID\":\"acme\"",
        "");
  }

  /** The policy of a server's gateway, in a revision of this digit. */
  public static Thing policy(String server, char revision) {
    return new Thing(
        new ObjectRef("", "ConfigMap", "shop", server + "-gateway-policy"),
        "uid-policy-" + server,
        null,
        "",
        "\"revision\":\"sha256:" + String.valueOf(revision).repeat(64) + "\"");
  }

  /** A warning about a pod, or another thing of the core group. */
  public static Thing event(String name, Thing about, String reason, String message) {
    return new Thing(
        new ObjectRef("", "Event", "shop", name),
        "uid-event-" + name,
        null,
        "",
        "\"type\":\"Warning\",\"reason\":\"" + reason + "\",\"message\":\"" + message
            + "\",\"involvedObject\":{\"apiVersion\":\"v1\",\"kind\":\"" + about.ref.kind()
            + "\",\"namespace\":\"shop\",\"name\":\"" + about.ref.name() + "\",\"uid\":\""
            + about.uid
            + "\",\"fieldPath\":\"spec.containers{main}\"}");
  }

  public Thing ownedBy(Thing other) {
    return new Thing(ref, uid, other, spec, status, meta);
  }

  public Thing uid(String other) {
    return new Thing(ref, other, owner, spec, status, meta);
  }

  public static Thing node(String name, String ready) {
    return new Thing(
        new ObjectRef("", "Node", "", name),
        "uid-node-" + name,
        null,
        "",
        "\"conditions\":[{\"type\":\"Ready\",\"status\":\"" + ready + "\"}]");
  }

  /** A pod that was placed, and is not ready. */
  public Thing unreadyOn(String node) {
    return with(
        "\"nodeName\":\"" + node + "\"",
        "\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\"}]");
  }

  /** The same in another namespace: another object. */
  public Thing in(String namespace) {
    ObjectRef there = new ObjectRef(ref.group(), ref.kind(), namespace, ref.name());
    return new Thing(there, uid + "-" + namespace, owner, spec, status, meta);
  }

  /** A pod whose only container waits, since this image cannot be pulled. */
  public Thing pulling(String image, String message) {
    return with(
        "\"containers\":[{\"name\":\"main\",\"image\":\"" + image + "\"}]",
        "\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"main\",\"ready\":false,\"state\":{\"waiting\":"
            + "{\"reason\":\"ErrImagePull\",\"message\":\"" + message + "\"}}}]");
  }

  /** Members of spec and status, written by the test. */
  public Thing with(String newSpec, String newStatus) {
    return new Thing(ref, uid, owner, newSpec, newStatus, meta);
  }

  /** With further members of metadata. */
  public Thing meta(String members) {
    return new Thing(ref, uid, owner, spec, status, "," + members);
  }

  public Thing running() {
    return with(spec, "\"phase\":\"Running\"");
  }

  /** {@code phase} of a pod, and {@code reason} of the one condition that it may tell: what the toy checks read. */
  public Thing phase(String phase, String reason) {
    return with(
        spec,
        "\"phase\":\"" + phase
            + "\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"False\",\"reason\":\""
            + reason
            + "\"}]");
  }

  public Thing sad() {
    return phase("Failed", "Sad");
  }

  public Thing replicas(int ready, int desired) {
    return with(
        "\"replicas\":" + desired,
        "\"replicas\":" + desired + ",\"readyReplicas\":" + ready + ",\"availableReplicas\":"
            + ready);
  }

  /** A pod template with one container of this image, beside what the spec holds. */
  public Thing image(String image) {
    String template = "\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\""
        + image + "\"}]}}";
    return with(spec + "," + template, status);
  }

  String json(String resourceVersion) {
    String apiVersion = ref.group().isEmpty() ? "v1" : ref.group() + "/v1";
    String owners = owner == null
        ? ""
        : ",\"ownerReferences\":[{\"apiVersion\":\"" + owner.ref.group() + "/v1\",\"kind\":\""
            + owner.ref.kind() + "\",\"name\":\"" + owner.ref.name() + "\",\"uid\":\"" + owner.uid
            + "\",\"controller\":true}]";
    return "{\"apiVersion\":\"" + apiVersion + "\",\"kind\":\"" + ref.kind()
        + "\",\"metadata\":{\"name\":\"" + ref.name() + "\",\"namespace\":\"" + ref.namespace()
        + "\",\"uid\":\"" + uid + "\",\"resourceVersion\":\"" + resourceVersion + "\"" + meta
        + owners
        + labels()
        + "}," + members() + "}";
  }

  private String labels() {
    return ref.kind().equals("EndpointSlice") && owner != null
        ? ",\"labels\":{\"kubernetes.io/service-name\":\"" + owner.ref.name() + "\"}"
        : "";
  }

  private String members() {
    return switch (ref.kind()) {
      case "ConfigMap" -> "\"data\":{\"policy.json\":\"\"},\"policySummary\":{" + status + "}";
      case "Event", "StorageClass" -> status;
      // Its owner is the Service that it belongs to.
      case "EndpointSlice" -> "\"endpoints\":[" + status + "]";
      default -> "\"spec\":{" + spec + "},\"status\":{" + status + "}";
    };
  }
}
