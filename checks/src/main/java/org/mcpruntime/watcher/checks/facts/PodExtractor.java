package org.mcpruntime.watcher.checks.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes pods. */
final class PodExtractor {

  private static final String APP = "app";
  private static final String ROLLOUT_TRACK = "mcpruntime.org/rollout-track";

  private static final int CONTAINER_ID = 12;

  private PodExtractor() {}

  static Optional<PodFacts> extract(Meta meta, Json object) throws ExtractionException {
    Json spec = object.at("spec");
    Json status = object.at("status");
    boolean ready = false;
    String unscheduled = null;
    String unscheduledMessage = "";
    for (Json condition : status.list("conditions")) {
      String type = condition.text("type");
      if (type.equals("Ready")) {
        ready = condition.text("status").equals("True");
      } else if (type.equals("PodScheduled") && condition.text("status").equals("False")) {
        unscheduled = condition.text("reason");
        unscheduledMessage = Bounds.message(condition.text("message"));
      }
    }
    List<String> pullSecrets = new ArrayList<>();
    for (Json secret : spec.list("imagePullSecrets")) {
      pullSecrets.add(secret.text("name"));
    }
    Json labels = object.at("metadata").at("labels");
    return Optional.of(new PodFacts(
        meta,
        status.text("phase"),
        spec.text("nodeName"),
        ready,
        unscheduled,
        unscheduledMessage,
        spec.text("serviceAccountName"),
        pullSecrets.stream().limit(Bounds.ENTRIES).toList(),
        claims(meta, spec),
        labels.text(ROLLOUT_TRACK).isEmpty() ? "" : labels.text(APP),
        HelperObjects.isHelperPod(meta, spec.text("restartPolicy")),
        containers(spec, status)));
  }

  /** Those that it names, and those that are made for its ephemeral volumes. */
  private static List<String> claims(Meta meta, Json spec) throws ExtractionException {
    List<String> claims = new ArrayList<>();
    for (Json volume : spec.list("volumes")) {
      String claim = volume.at("persistentVolumeClaim").text("claimName");
      if (!claim.isEmpty()) {
        claims.add(claim);
      } else if (!volume.at("ephemeral").isAbsent()) {
        claims.add(meta.ref().name() + "-" + volume.text("name"));
      }
    }
    return claims.stream().limit(Bounds.ENTRIES).toList();
  }

  private static List<ContainerFacts> containers(Json spec, Json status)
      throws ExtractionException {
    List<ContainerFacts> containers = new ArrayList<>();
    Map<String, Json> initStatuses = byName(status.list("initContainerStatuses"));
    for (Json container : spec.list("initContainers")) {
      boolean keepsRunning = container.text("restartPolicy").equals("Always");
      containers.add(container(
          container,
          keepsRunning ? ContainerFacts.Role.SIDECAR : ContainerFacts.Role.INIT,
          initStatuses));
    }
    Map<String, Json> statuses = byName(status.list("containerStatuses"));
    for (Json container : spec.list("containers")) {
      containers.add(container(container, ContainerFacts.Role.REGULAR, statuses));
    }
    return containers;
  }

  private static Map<String, Json> byName(List<Json> statuses) throws ExtractionException {
    Map<String, Json> byName = new HashMap<>();
    for (Json status : statuses) {
      byName.put(status.text("name"), status);
    }
    return byName;
  }

  private static ContainerFacts container(
      Json spec, ContainerFacts.Role role, Map<String, Json> statuses) throws ExtractionException {
    String name = spec.text("name");
    Json status = statuses.getOrDefault(name, spec.asAbsent());
    Json lastTermination = status.at("lastState").at("terminated");
    return new ContainerFacts(
        name,
        role,
        spec.text("image", status.text("image")),
        !spec.at("readinessProbe").isAbsent(),
        status.flag("ready"),
        status.integer("restartCount", 0),
        state(status.at("state")),
        lastTermination.isAbsent() ? null : termination(lastTermination));
  }

  private static @Nullable ContainerState state(Json state) throws ExtractionException {
    Json waiting = state.at("waiting");
    if (!waiting.isAbsent()) {
      String reason = waiting.text("reason");
      return new ContainerState.Waiting(
          reason, reason.equals("CrashLoopBackOff") ? "" : Bounds.message(waiting.text("message")));
    }
    Json terminated = state.at("terminated");
    if (!terminated.isAbsent()) {
      return new ContainerState.Terminated(termination(terminated));
    }
    Json running = state.at("running");
    return running.isAbsent() ? null : new ContainerState.Running(running.time("startedAt"));
  }

  private static Termination termination(Json terminated) throws ExtractionException {
    return new Termination(
        terminated.text("reason"),
        terminated.integer("exitCode", 0),
        terminated.time("finishedAt"),
        shortId(terminated.text("containerID")));
  }

  /** Of {@code containerd://9f86d081884c7d65…}. */
  private static String shortId(String id) {
    String digits = id.substring(id.indexOf("//") < 0 ? 0 : id.indexOf("//") + 2);
    return digits.substring(0, Math.min(CONTAINER_ID, digits.length()));
  }
}
