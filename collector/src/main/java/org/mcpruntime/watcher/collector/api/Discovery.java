package org.mcpruntime.watcher.collector.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds out which of the wanted kinds the API serves, and in which version: the first in the server's order of
 * preference that can be listed and watched. Asks for the aggregated form (two requests), and where the server does not
 * have it for the older one (one request more per group and version that matters).
 */
public final class Discovery {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
          + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
          + "application/json";
  private static final String JSON = "application/json";

  private final KubeApi api;
  private final Set<KindId> wanted;
  private final Set<String> wantedGroups = new HashSet<>();

  public Discovery(KubeApi api, Set<KindId> wanted) {
    this.api = api;
    this.wanted = Set.copyOf(wanted);
    wanted.forEach(kind -> wantedGroups.add(kind.group()));
  }

  /**
   * What the server said.
   *
   * @param served the wanted kinds that are served
   * @param undecided wanted kinds whose group did not answer; nothing is known about them
   */
  public record Found(Map<KindId, ServedKind> served, Set<KindId> undecided) {
    public Found {
      served = Map.copyOf(served);
      undecided = Set.copyOf(undecided);
    }
  }

  /** Asks now. */
  public ApiResult<Found> find() throws InterruptedException {
    Reading reading = new Reading();
    for (String root : List.of("/api", "/apis")) {
      ApiResult<JsonNode> answer = api.getTree(root, AGGREGATED);
      if (answer instanceof ApiResult.Failed<JsonNode> failed) {
        return ApiResult.failed(failed.failure());
      }
      reading.root(root, ((ApiResult.Answer<JsonNode>) answer).value());
    }
    return ApiResult.answer(new Found(reading.served, reading.undecided));
  }

  /** One reading of the documents; the first version that has a kind wins. */
  private final class Reading {
    private final Map<KindId, ServedKind> served = new HashMap<>();
    private final Set<KindId> undecided = new HashSet<>();

    void root(String root, JsonNode document) throws InterruptedException {
      String form = document.path("kind").asString("");
      if (form.equals("APIGroupDiscoveryList")) {
        for (JsonNode group : document.path("items")) {
          aggregated(group);
        }
      } else if (root.equals("/api")) {
        for (JsonNode version : document.path("versions")) {
          resources("", version.asString(""), "/api/" + version.asString(""));
        }
      } else {
        for (JsonNode group : document.path("groups")) {
          legacy(group);
        }
      }
    }

    private void aggregated(JsonNode group) {
      String name = group.path("metadata").path("name").asString("");
      if (!wantedGroups.contains(name)) {
        return;
      }
      for (JsonNode version : group.path("versions")) {
        if (version.path("freshness").asString("Current").equals("Stale")) {
          undecided(name);
        }
        for (JsonNode resource : version.path("resources")) {
          offer(
              new KindId(name, resource.path("responseKind").path("kind").asString("-")),
              version.path("version").asString(""),
              resource.path("resource").asString(""),
              resource.path("scope").asString("").equals("Namespaced"),
              texts(resource.path("verbs")));
        }
      }
    }

    private void legacy(JsonNode group) throws InterruptedException {
      String name = group.path("name").asString("");
      if (!wantedGroups.contains(name)) {
        return;
      }
      List<String> versions = new ArrayList<>();
      String preferred = group.path("preferredVersion").path("version").asString("");
      if (!preferred.isEmpty()) {
        versions.add(preferred);
      }
      for (JsonNode version : group.path("versions")) {
        String text = version.path("version").asString("");
        if (!versions.contains(text)) {
          versions.add(text);
        }
      }
      for (String version : versions) {
        resources(name, version, "/apis/" + name + '/' + version);
      }
    }

    private void resources(String group, String version, String path) throws InterruptedException {
      if (!wantedGroups.contains(group)) {
        return;
      }
      ApiResult<JsonNode> answer = api.getTree(path, JSON);
      if (answer instanceof ApiResult.Answer<JsonNode> document) {
        for (JsonNode resource : document.value().path("resources")) {
          String plural = resource.path("name").asString("");
          if (plural.indexOf('/') < 0) {
            offer(
                new KindId(group, resource.path("kind").asString("-")),
                version,
                plural,
                resource.path("namespaced").asBoolean(false),
                texts(resource.path("verbs")));
          }
        }
      } else {
        undecided(group);
      }
    }

    private void offer(
        KindId kind, String version, String plural, boolean namespaced, List<String> verbs) {
      if (wanted.contains(kind) && verbs.contains("list") && verbs.contains("watch")) {
        served.putIfAbsent(kind, new ServedKind(kind, version, plural, namespaced));
        undecided.remove(kind);
      }
    }

    private void undecided(String group) {
      for (KindId kind : wanted) {
        if (kind.group().equals(group) && !served.containsKey(kind)) {
          undecided.add(kind);
        }
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      texts.add(element.asString(""));
    }
    return texts;
  }
}
