package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes Deployments. */
final class DeploymentExtractor {

  private static final String INGRESS_READINESS = "MCP_INGRESS_READINESS_MODE";

  /** A new pod name with every attempt would make new facts with every attempt. */
  private static final Pattern POD_NAME = Pattern.compile("(pods? \"[^\"]*?)-[0-9a-z]{5}\"");

  private DeploymentExtractor() {}

  static Optional<DeploymentFacts> extract(Meta meta, Json object) throws ExtractionException {
    Json spec = object.at("spec");
    Json status = object.at("status");
    Json strategy = spec.at("strategy");
    int desired = spec.integer("replicas", 1);
    List<ConditionFacts> conditions = new ArrayList<>();
    Instant progressedAt = null;
    for (Json condition : status.list("conditions")) {
      String type = condition.text("type");
      switch (type) {
        case "Available" -> conditions.add(condition(condition, false));
        case "ReplicaFailure" -> conditions.add(condition(condition, true));
        case "Progressing" -> {
          conditions.add(condition(condition, condition.text("status").equals("False")));
          progressedAt = condition.time("lastUpdateTime");
        }
        default -> {
          // Conditions that others add say nothing about replicas.
        }
      }
    }
    conditions.sort(Comparator.comparing(ConditionFacts::type));
    Json pod = spec.at("template").at("spec");
    return Optional.of(new DeploymentFacts(
        meta,
        desired,
        spec.flag("paused"),
        maxUnavailable(strategy, desired),
        status.number("observedGeneration", 0),
        status.integer("updatedReplicas", 0),
        status.integer("readyReplicas", 0),
        status.integer("availableReplicas", 0),
        progressedAt,
        conditions,
        images(pod),
        PodConfig.names(pod),
        PodConfig.stamps(spec.at("template").at("metadata").at("annotations")),
        SmallExtractors.podLabels(object),
        ingressReadiness(pod)));
  }

  private static ConditionFacts condition(Json condition, boolean withMessage)
      throws ExtractionException {
    return new ConditionFacts(
        condition.text("type"),
        condition.text("status"),
        condition.text("reason"),
        withMessage ? message(condition.text("message")) : "");
  }

  private static String message(String text) {
    return Bounds.message(POD_NAME.matcher(text).replaceAll("$1-…\""));
  }

  /** As the controller resolves it: percent of desired, surge rounded up, unavailable down, never both zero. */
  private static int maxUnavailable(Json strategy, int desired) throws ExtractionException {
    if (!strategy.text("type", "RollingUpdate").equals("RollingUpdate")) {
      return 0;
    }
    Json rolling = strategy.at("rollingUpdate");
    int surge = resolve(rolling.scalar("maxSurge"), desired, true);
    int unavailable = resolve(rolling.scalar("maxUnavailable"), desired, false);
    if (surge == 0 && unavailable == 0) {
      unavailable = 1;
    }
    return Math.min(unavailable, desired);
  }

  private static int resolve(String value, int desired, boolean up) throws ExtractionException {
    String text = value.isEmpty() ? "25%" : value;
    try {
      if (text.endsWith("%")) {
        long scaled = Long.parseLong(text.substring(0, text.length() - 1)) * desired;
        return Math.toIntExact(up ? (scaled + 99) / 100 : scaled / 100);
      }
      return Integer.parseInt(text);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new ExtractionException(
          ".spec.strategy.rollingUpdate: expected whole numbers or percents");
    }
  }

  private static List<String> images(Json pod) throws ExtractionException {
    List<String> images = new ArrayList<>();
    for (Json container : pod.list("initContainers")) {
      images.add(container.text("image"));
    }
    for (Json container : pod.list("containers")) {
      images.add(container.text("image"));
    }
    return images.stream().limit(Bounds.ENTRIES).toList();
  }

  private static @Nullable String ingressReadiness(Json pod) throws ExtractionException {
    for (Json container : pod.list("containers")) {
      for (Json variable : container.list("env")) {
        if (variable.text("name").equals(INGRESS_READINESS)) {
          return variable.text("value");
        }
      }
    }
    return null;
  }
}
