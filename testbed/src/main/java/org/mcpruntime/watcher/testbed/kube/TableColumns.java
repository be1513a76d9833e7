package org.mcpruntime.watcher.testbed.kube;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people see of each type in a table: the columns that they know from the real server, as far
 * as the simulated cluster has them. Custom types bring theirs in their definition.
 */
final class TableColumns {
  /** One column; wide ones are shown on demand. */
  record Column(String name, boolean wide, Function<JsonNode, String> value) {}

  private static final String NONE = "<none>";

  private TableColumns() {}

  /** Columns between name and age; events have neither. */
  static List<Column> of(ResourceType type, @Nullable ObjectNode definition, Instant now) {
    if (definition != null) {
      return defined(type, definition);
    }
    Map<String, Function<JsonNode, String>> columns = new LinkedHashMap<>();
    switch (type.kind()) {
      case "Pod" -> {
        columns.put("Ready", TableColumns::readyContainers);
        columns.put("Status", TableColumns::podStatus);
        columns.put("Restarts", TableColumns::restarts);
        columns.put("-IP", at("/status/podIP"));
        columns.put("-Node", at("/spec/nodeName"));
      }
      case "Deployment" -> {
        columns.put("Ready", pair("/status/readyReplicas", "/spec/replicas"));
        columns.put("Up-to-date", number("/status/updatedReplicas"));
        columns.put("Available", number("/status/availableReplicas"));
      }
      case "StatefulSet" -> columns.put("Ready", pair("/status/readyReplicas", "/spec/replicas"));
      case "ReplicaSet" -> {
        columns.put("Desired", number("/spec/replicas"));
        columns.put("Current", number("/status/replicas"));
        columns.put("Ready", number("/status/readyReplicas"));
      }
      case "Job" -> columns.put("Completions", pair("/status/succeeded", "/spec/completions"));
      case "Namespace", "PersistentVolumeClaim" -> columns.put("Status", at("/status/phase"));
      case "Node" -> {
        columns.put("Status", TableColumns::nodeStatus);
        columns.put("Version", at("/status/nodeInfo/kubeletVersion"));
      }
      case "Service" -> {
        columns.put("Type", at("/spec/type"));
        columns.put("Cluster-IP", at("/spec/clusterIP"));
        columns.put("Port(s)", each("/spec/ports", "port"));
      }
      case "Ingress" -> {
        columns.put("Class", at("/spec/ingressClassName"));
        columns.put("Hosts", each("/spec/rules", "host"));
        columns.put("Address", each("/status/loadBalancer/ingress", "ip"));
      }
      case "Event" -> {
        columns.put("Last Seen", event -> age(event.at("/lastTimestamp"), now));
        columns.put("Type", at("/type"));
        columns.put("Reason", at("/reason"));
        columns.put("Object", TableColumns::involved);
        columns.put("Message", at("/message"));
      }
      default -> {
        // Name and age say enough.
      }
    }
    List<Column> result = new ArrayList<>();
    columns.forEach((name, value) -> {
      boolean wide = name.startsWith("-");
      result.add(new Column(wide ? name.substring(1) : name, wide, value));
    });
    return result;
  }

  private static List<Column> defined(ResourceType type, ObjectNode definition) {
    List<Column> result = new ArrayList<>();
    for (JsonNode version : definition.at("/spec/versions")) {
      if (version.path("name").asString("").equals(type.version())) {
        for (JsonNode column : version.path("additionalPrinterColumns")) {
          String path = column.path("jsonPath").asString("");
          String name = column.path("name").asString("");
          if (!name.equals("Age")) {
            boolean wide = column.path("priority").asInt(0) > 0;
            result.add(new Column(name, wide, at(path.replace('.', '/'))));
          }
        }
      }
    }
    return result;
  }

  /** Time since an instant in at most two units, as kubectl writes it. */
  static String age(JsonNode instant, Instant now) {
    if (!instant.isString()) {
      return "<unknown>";
    }
    long seconds = Math.max(0, now.getEpochSecond() - seconds(instant.asString()));
    long minutes = seconds / 60;
    long hours = minutes / 60;
    if (seconds < 120) {
      return seconds + "s";
    }
    if (minutes < 10) {
      return minutes + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }
    if (hours < 3) {
      return minutes + "m";
    }
    if (hours < 8) {
      return hours + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
    }
    return hours < 48 ? hours + "h" : hours / 24 + "d";
  }

  private static long seconds(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }

  private static Function<JsonNode, String> at(String pointer) {
    return object -> {
      JsonNode value = object.at(pointer);
      return value.isMissingNode() || value.isNull() ? NONE : value.asString("");
    };
  }

  private static Function<JsonNode, String> number(String pointer) {
    return object -> Long.toString(object.at(pointer).asLong(0));
  }

  private static Function<JsonNode, String> pair(String have, String want) {
    return object -> object.at(have).asLong(0) + "/" + object.at(want).asLong(1);
  }

  private static Function<JsonNode, String> each(String pointer, String member) {
    return object -> {
      String joined = StreamSupport.stream(object.at(pointer).spliterator(), false)
          .map(element -> element.path(member).asString(""))
          .collect(Collectors.joining(","));
      return joined.isEmpty() ? NONE : joined;
    };
  }

  private static String readyContainers(JsonNode pod) {
    int ready = 0;
    for (JsonNode container : pod.at("/status/containerStatuses")) {
      ready += container.path("ready").asBoolean(false) ? 1 : 0;
    }
    return ready + "/" + pod.at("/spec/containers").size();
  }

  private static String podStatus(JsonNode pod) {
    if (pod.at("/metadata").has("deletionTimestamp")) {
      return "Terminating";
    }
    for (JsonNode container : pod.at("/status/containerStatuses")) {
      for (String state : List.of("waiting", "terminated")) {
        String reason = container.at("/state/" + state + "/reason").asString("");
        if (!reason.isEmpty()) {
          return reason;
        }
      }
    }
    return pod.at("/status/reason").asString(pod.at("/status/phase").asString("Unknown"));
  }

  private static String restarts(JsonNode pod) {
    long restarts = 0;
    for (JsonNode container : pod.at("/status/containerStatuses")) {
      restarts += container.path("restartCount").asLong(0);
    }
    return Long.toString(restarts);
  }

  private static String nodeStatus(JsonNode node) {
    for (JsonNode condition : node.at("/status/conditions")) {
      if (condition.path("type").asString("").equals("Ready")) {
        return condition.path("status").asString("").equals("True") ? "Ready" : "NotReady";
      }
    }
    return "Unknown";
  }

  private static String involved(JsonNode event) {
    JsonNode object = event.path("involvedObject");
    return object.path("kind").asString("").toLowerCase(Locale.ROOT)
        + "/"
        + object.path("name").asString("");
  }
}
