package org.mcpruntime.watcher.testbed.sim.world;

import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The defaults that the API server writes into objects, for the kinds that the cluster uses. */
public final class Defaults {
  private Defaults() {}

  public static void apply(ResourceType type, ObjectNode object) {
    ObjectNode spec = object.get("spec") instanceof ObjectNode present ? present : Json.object();
    if (type.equals(ResourceTypes.DEPLOYMENT)) {
      deployment(spec);
    } else if (type.equals(ResourceTypes.STATEFUL_SET)) {
      statefulSet(spec);
    } else if (type.equals(ResourceTypes.DAEMON_SET)) {
      daemonSet(spec);
    } else if (type.equals(ResourceTypes.JOB)) {
      job(spec);
    } else if (type.equals(ResourceTypes.CRON_JOB)) {
      absent(spec, "concurrencyPolicy", "Allow");
      absent(spec, "suspend", false);
      absent(spec, "successfulJobsHistoryLimit", 3);
      absent(spec, "failedJobsHistoryLimit", 1);
      ObjectNode job = Json.child(Json.child(spec, "jobTemplate"), "spec");
      podSpec(Json.child(Json.child(job, "template"), "spec"), "Never");
    } else if (type.equals(ResourceTypes.POD)) {
      podSpec(spec, "Always");
    } else if (type.equals(ResourceTypes.SERVICE)) {
      service(object, spec);
    } else if (type.equals(ResourceTypes.INGRESS)) {
      absent(Json.child(object, "status"), "loadBalancer", Json.object());
    } else if (type.equals(ResourceTypes.NETWORK_POLICY)) {
      if (!spec.has("policyTypes")) {
        spec.putArray("policyTypes").add("Ingress");
      }
    }
  }

  private static void deployment(ObjectNode spec) {
    absent(spec, "replicas", 1);
    template(spec);
    ObjectNode strategy = Json.child(spec, "strategy");
    absent(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      absent(rolling, "maxUnavailable", "25%");
      absent(rolling, "maxSurge", "25%");
    }
    absent(spec, "revisionHistoryLimit", 10);
    absent(spec, "progressDeadlineSeconds", 600);
  }

  private static void statefulSet(ObjectNode spec) {
    absent(spec, "replicas", 1);
    template(spec);
    absent(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Json.child(spec, "updateStrategy");
    absent(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      absent(Json.child(strategy, "rollingUpdate"), "partition", 0);
    }
    absent(spec, "revisionHistoryLimit", 10);
    ObjectNode retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
    absent(retention, "whenDeleted", "Retain");
    absent(retention, "whenScaled", "Retain");
  }

  private static void daemonSet(ObjectNode spec) {
    template(spec);
    ObjectNode strategy = Json.child(spec, "updateStrategy");
    absent(strategy, "type", "RollingUpdate");
    ObjectNode rolling = Json.child(strategy, "rollingUpdate");
    absent(rolling, "maxUnavailable", 1);
    absent(rolling, "maxSurge", 0);
    absent(spec, "revisionHistoryLimit", 10);
  }

  private static void job(ObjectNode spec) {
    absent(spec, "parallelism", 1);
    absent(spec, "completions", 1);
    absent(spec, "backoffLimit", 6);
    absent(spec, "completionMode", "NonIndexed");
    absent(spec, "suspend", false);
    absent(spec, "podReplacementPolicy", "TerminatingOrFailed");
    podSpec(Json.child(Json.child(spec, "template"), "spec"), "Never");
  }

  private static void service(ObjectNode object, ObjectNode spec) {
    for (JsonNode port : spec.path("ports")) {
      absent((ObjectNode) port, "protocol", "TCP");
      absent((ObjectNode) port, "targetPort", Json.number(port, 80, "port"));
    }
    absent(spec, "type", "ClusterIP");
    absent(spec, "sessionAffinity", "None");
    absent(spec, "internalTrafficPolicy", "Cluster");
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    absent(spec, "ipFamilyPolicy", "SingleStack");
    if (Json.text(spec, "type").equals("LoadBalancer")) {
      absent(spec, "externalTrafficPolicy", "Cluster");
      absent(spec, "allocateLoadBalancerNodePorts", true);
    } else if (Json.text(spec, "type").equals("NodePort")) {
      absent(spec, "externalTrafficPolicy", "Cluster");
    }
    absent(Json.child(object, "status"), "loadBalancer", Json.object());
  }

  private static void template(ObjectNode spec) {
    podSpec(Json.child(Json.child(spec, "template"), "spec"), "Always");
  }

  private static void podSpec(ObjectNode spec, String restartPolicy) {
    for (JsonNode volume : spec.path("volumes")) {
      if (volume.get("configMap") instanceof ObjectNode source) {
        absent(source, "defaultMode", 420);
      }
      if (volume.get("secret") instanceof ObjectNode source) {
        absent(source, "defaultMode", 420);
      }
      if (volume.get("hostPath") instanceof ObjectNode source) {
        absent(source, "type", "");
      }
    }
    for (JsonNode container : spec.path("initContainers")) {
      container((ObjectNode) container);
    }
    for (JsonNode container : spec.path("containers")) {
      container((ObjectNode) container);
    }
    absent(spec, "restartPolicy", restartPolicy);
    absent(spec, "terminationGracePeriodSeconds", 30);
    absent(spec, "dnsPolicy", "ClusterFirst");
    if (spec.has("serviceAccountName")) {
      absent(spec, "serviceAccount", Json.text(spec, "serviceAccountName"));
    }
    Json.child(spec, "securityContext");
    absent(spec, "schedulerName", "default-scheduler");
  }

  private static void container(ObjectNode container) {
    for (JsonNode port : container.path("ports")) {
      absent((ObjectNode) port, "protocol", "TCP");
    }
    for (JsonNode variable : container.path("env")) {
      if (Json.at(variable, "valueFrom").get("fieldRef") instanceof ObjectNode field) {
        absent(field, "apiVersion", "v1");
      }
    }
    Json.child(container, "resources");
    for (String name : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
      if (container.get(name) instanceof ObjectNode probe) {
        if (probe.get("httpGet") instanceof ObjectNode get) {
          absent(get, "scheme", "HTTP");
        }
        absent(probe, "timeoutSeconds", 1);
        absent(probe, "periodSeconds", 10);
        absent(probe, "successThreshold", 1);
        absent(probe, "failureThreshold", 3);
      }
    }
    absent(container, "terminationMessagePath", "/dev/termination-log");
    absent(container, "terminationMessagePolicy", "File");
    String image = Json.text(container, "image");
    absent(container, "imagePullPolicy", image.endsWith(":latest") ? "Always" : "IfNotPresent");
  }

  private static void absent(ObjectNode object, String name, String value) {
    if (!object.has(name)) {
      object.put(name, value);
    }
  }

  private static void absent(ObjectNode object, String name, int value) {
    if (!object.has(name)) {
      object.put(name, value);
    }
  }

  private static void absent(ObjectNode object, String name, boolean value) {
    if (!object.has(name)) {
      object.put(name, value);
    }
  }

  private static void absent(ObjectNode object, String name, ObjectNode value) {
    if (!object.has(name)) {
      object.set(name, value);
    }
  }
}
