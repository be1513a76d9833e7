package org.mcpruntime.watcher.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a check says of an object, as the checks' pages tell. NOT_APPLICABLE is OK; PROGRESSING and CANNOT_SEE are UNDECIDED.
 *
 * @param hold milliseconds that it must be so
 * @param token the hold starts again when this changes
 * @param rank the highest of several speaks for all
 */
record Verdict(String reason, String causeClass, long hold, String token, int rank) {

  static final String PULL = "#pod-image-pull";
  static final Map<String, String> CHECKS =
      Map.of("Pod", PULL, "Deployment", "#deployment-unavailable");
  static final Verdict OK = new Verdict("", "", 0, "", 0);
  static final Verdict UNDECIDED = new Verdict("undecided", "", 0, "", 0);

  /** What the container runtime says. Causes that cannot pass outrank those that may. */
  private static final Map<String, Verdict> PULLS = Map.of(
      "no basic auth credentials", pull("auth", Life.MINUTE / 2, 3),
      "manifest unknown", pull("not-found", Life.MINUTE / 2, 3),
      "429 Too Many Requests", pull("rate-limit", 3 * Life.MINUTE, 2),
      "i/o timeout", pull("timeout", 3 * Life.MINUTE, 2));

  private static Verdict pull(String causeClass, long hold, int rank) {
    return new Verdict("ImagePullFails", causeClass, hold, "", rank);
  }

  /** Of pod-image-pull for a pod, of deployment-unavailable for a Deployment. */
  static Verdict of(JsonNode object, long now) {
    JsonNode status = object.path("status");
    if (object.path("metadata").has("deletionTimestamp")) {
      return OK;
    }
    return object.path("kind").asString().equals("Pod")
        ? pod(status, status.path("containerStatuses").path(0).path("state").path("waiting"))
        : deployment(object, object.path("spec"), status, now);
  }

  private static Verdict pod(JsonNode status, JsonNode waiting) {
    boolean over = List.of("Succeeded", "Failed").contains(status.path("phase").asString());
    return over || !waiting.path("reason").asString("").contains("ImagePull")
        ? OK
        : PULLS.getOrDefault(
            waiting.path("message").asString(), pull("UNKNOWN", 2 * Life.MINUTE, 1));
  }

  private static Verdict deployment(JsonNode object, JsonNode spec, JsonNode status, long now) {
    JsonNode rollout = status.path("conditions").path(0);
    int generation = object.path("metadata").path("generation").asInt();
    int wanted = spec.path("replicas").asInt();
    int least = wanted - spec.at("/strategy/rollingUpdate/maxUnavailable").asInt();
    int available = status.path("availableReplicas").asInt();
    String reason = rollout.path("reason").asString();
    if (wanted == 0 || spec.has("paused")) {
      return OK;
    } else if (status.path("observedGeneration").asInt() < generation) {
      return UNDECIDED;
    } else if (reason.equals("ProgressDeadlineExceeded")) {
      return new Verdict("RolloutStuck", "", Life.MINUTE, "", 1);
    } else if (reason.equals("ReplicaSetUpdated")) {
      long moved = Instant.parse(rollout.path("lastUpdateTime").asString()).toEpochMilli();
      boolean enough = available > 0 && available >= least;
      if (enough || now < moved + (available == 0 ? 1 : 10) * Life.MINUTE) {
        return UNDECIDED;
      }
    }
    if (available == 0) {
      return new Verdict("NoPodAvailable", "", 2 * Life.MINUTE, "", 1);
    } else if (available < least) {
      String counts = status.path("updatedReplicas") + "/" + available;
      return new Verdict("TooFewPodsAvailable", "", 10 * Life.MINUTE, counts, 1);
    }
    return available < wanted ? UNDECIDED : OK;
  }
}
