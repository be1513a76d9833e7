package org.mcpruntime.watcher.testbed.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One trouble that the simulator made, from its begin to its end.
 *
 * @param id unique in the life of the cluster
 * @param begunAt when the cause began; symptoms follow seconds later
 * @param endedAt when the cause ended; null while it lasts. Symptoms may last minutes longer
 * @param namespace of the subject; empty for a node
 * @param name workload, MCPServer, Ingress or node
 * @param must incidents that have to follow, one episode each, given that the trouble has lasted
 *     long enough; empty for noise
 * @param may further incidents that may follow, depending on how long it lasts
 */
public record Deed(
    String id,
    Instant begunAt,
    @Nullable Instant endedAt,
    CauseKind cause,
    String namespace,
    String name,
    List<Incident> must,
    List<Incident> may) {

  /** An incident by check and subject. */
  public record Incident(String check, String kind, String namespace, String name) {
    ObjectNode toJson() {
      return Json.object()
          .put("check", check)
          .put("kind", kind)
          .put("namespace", namespace)
          .put("name", name);
    }

    static Incident fromJson(JsonNode json) {
      return new Incident(
          Json.text(json, "check"),
          Json.text(json, "kind"),
          Json.text(json, "namespace"),
          Json.text(json, "name"));
    }
  }

  public Deed {
    must = List.copyOf(must);
    may = List.copyOf(may);
  }

  public boolean isOver() {
    return endedAt != null;
  }

  Deed ended(Instant time) {
    return new Deed(id, begunAt, time, cause, namespace, name, must, may);
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("id", id).put("begunAt", begunAt.toString());
    if (endedAt != null) {
      json.put("endedAt", endedAt.toString());
    }
    json.put("cause", cause.name()).put("namespace", namespace).put("name", name);
    must.forEach(incident -> json.withArray("must").add(incident.toJson()));
    may.forEach(incident -> json.withArray("may").add(incident.toJson()));
    return json;
  }

  static Deed fromJson(JsonNode json) {
    String ended = Json.text(json, "endedAt");
    return new Deed(
        Json.text(json, "id"),
        Instant.parse(Json.text(json, "begunAt")),
        ended.isEmpty() ? null : Instant.parse(ended),
        CauseKind.valueOf(Json.text(json, "cause")),
        Json.text(json, "namespace"),
        Json.text(json, "name"),
        incidents(json.path("must")),
        incidents(json.path("may")));
  }

  private static List<Incident> incidents(JsonNode array) {
    List<Incident> result = new ArrayList<>();
    if (array instanceof ArrayNode elements) {
      elements.forEach(element -> result.add(Incident.fromJson(element)));
    }
    return result;
  }
}
