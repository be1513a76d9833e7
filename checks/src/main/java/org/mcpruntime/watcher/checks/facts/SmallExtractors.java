package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Takes facts of kinds of which checks need little. */
final class SmallExtractors {

  /** Set on what only the elected leader of a group answers for. */
  private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

  /** Set by the scheduler on a claim that waits for its first consumer. */
  private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

  /** Where claims named their class before there was a field for it; it still counts, and before the field. */
  private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";

  private SmallExtractors() {}

  static Optional<ReplicaSetFacts> replicaSet(Meta meta, Json object) throws ExtractionException {
    return Optional.of(new ReplicaSetFacts(
        meta,
        object.at("spec").integer("replicas", 1),
        object.at("status").integer("readyReplicas", 0)));
  }

  static Optional<ServiceFacts> service(Meta meta, Json object) throws ExtractionException {
    Json spec = object.at("spec");
    return Optional.of(new ServiceFacts(
        meta,
        spec.text("type", "ClusterIP"),
        spec.text("clusterIP"),
        labels(spec.at("selector")),
        spec.flag("publishNotReadyAddresses"),
        object.at("metadata").at("annotations").names().contains(LEADER)));
  }

  static Optional<StatefulSetFacts> statefulSet(Meta meta, Json object) throws ExtractionException {
    return Optional.of(new StatefulSetFacts(
        meta,
        object.at("spec").integer("replicas", 1),
        object.at("status").integer("readyReplicas", 0),
        podLabels(object)));
  }

  static Optional<DaemonSetFacts> daemonSet(Meta meta, Json object) throws ExtractionException {
    Json status = object.at("status");
    return Optional.of(new DaemonSetFacts(
        meta,
        status.integer("desiredNumberScheduled", 0),
        status.integer("numberReady", 0),
        podLabels(object)));
  }

  static Optional<JobFacts> job(Meta meta, Json object) throws ExtractionException {
    Json status = object.at("status");
    boolean complete = false;
    ConditionFacts failure = null;
    for (Json condition : status.list("conditions")) {
      if (condition.text("status").equals("True")) {
        complete |= condition.text("type").equals("Complete");
        if (condition.text("type").equals("Failed")) {
          failure = new ConditionFacts(
              "Failed",
              "True",
              condition.text("reason"),
              Bounds.message(condition.text("message")));
        }
      }
    }
    return Optional.of(new JobFacts(
        meta,
        object.at("spec").flag("suspend"),
        status.time("startTime"),
        object.at("spec").number("activeDeadlineSeconds", -1) >= 0,
        status.integer("failed", 0),
        complete,
        failure));
  }

  static Optional<CronJobFacts> cronJob(Meta meta, Json object) {
    return Optional.of(new CronJobFacts(meta));
  }

  static Optional<NodeFacts> node(Meta meta, Json object) throws ExtractionException {
    List<String> taints = new ArrayList<>();
    for (Json taint : object.at("spec").list("taints")) {
      taints.add(taint.text("key"));
    }
    String status = "";
    String reason = "";
    String message = "";
    for (Json condition : object.at("status").list("conditions")) {
      if (condition.text("type").equals("Ready")) {
        status = condition.text("status");
        reason = condition.text("reason");
        message = status.equals("True") ? "" : Bounds.message(condition.text("message"));
      }
    }
    return Optional.of(new NodeFacts(meta, status, reason, message, sorted(taints)));
  }

  static Optional<EndpointSliceFacts> endpointSlice(Meta meta, Json object)
      throws ExtractionException {
    List<Json> endpoints = object.list("endpoints");
    TreeSet<String> unreadyNodes = new TreeSet<>();
    int ready = 0;
    for (Json endpoint : endpoints) {
      if (endpoint.at("conditions").flag("ready", true)) {
        ready++;
      } else {
        unreadyNodes.add(endpoint.text("nodeName"));
      }
    }
    if (unreadyNodes.size() > Bounds.ENTRIES) {
      unreadyNodes.add("");
    }
    return Optional.of(new EndpointSliceFacts(
        meta,
        object.at("metadata").at("labels").text("kubernetes.io/service-name"),
        ready,
        endpoints.size(),
        unreadyNodes.stream().limit(Bounds.ENTRIES).toList()));
  }

  static Optional<IngressFacts> ingress(Meta meta, Json object) throws ExtractionException {
    Json spec = object.at("spec");
    return Optional.of(new IngressFacts(
        meta,
        spec.text("ingressClassName"),
        spec.list("rules").size(),
        !object.at("status").at("loadBalancer").list("ingress").isEmpty()));
  }

  static Optional<ConfigMapFacts> policy(Meta meta, Json object) throws ExtractionException {
    return meta.ref().name().endsWith(ConfigMapFacts.POLICY_SUFFIX)
        ? Optional.of(new ConfigMapFacts(
            meta,
            sorted(List.copyOf(object.at("data").names())),
            revision(object.at("policySummary").text("revision"))))
        : Optional.empty();
  }

  static Optional<PersistentVolumeClaimFacts> volumeClaim(Meta meta, Json object)
      throws ExtractionException {
    Json spec = object.at("spec");
    Json annotations = object.at("metadata").at("annotations");
    String className = annotations.names().contains(OLD_CLASS)
        ? annotations.text(OLD_CLASS)
        : spec.names().contains("storageClassName") ? spec.text("storageClassName") : null;
    return Optional.of(new PersistentVolumeClaimFacts(
        meta,
        object.at("status").text("phase"),
        className,
        spec.text("volumeName"),
        !annotations.text(SELECTED_NODE).isEmpty()));
  }

  static Optional<StorageClassFacts> storageClass(Meta meta, Json object)
      throws ExtractionException {
    return Optional.of(new StorageClassFacts(
        meta,
        object.text("provisioner"),
        object.text("volumeBindingMode").equals("WaitForFirstConsumer")));
  }

  /** Twelve digits tell two revisions apart. */
  private static String revision(String stated) {
    String digits = stated.substring(stated.indexOf(':') + 1);
    return digits.substring(0, Math.min(12, digits.length()));
  }

  /** Labels of the pod template of a workload. */
  static List<String> podLabels(Json object) throws ExtractionException {
    return labels(object.at("spec").at("template").at("metadata").at("labels"));
  }

  private static List<String> labels(Json map) throws ExtractionException {
    List<String> labels = new ArrayList<>();
    map.texts().forEach((name, value) -> labels.add(name + "=" + value));
    return sorted(labels);
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream()
        .filter(text -> !text.isEmpty())
        .distinct()
        .sorted()
        .limit(Bounds.ENTRIES)
        .toList();
  }
}
