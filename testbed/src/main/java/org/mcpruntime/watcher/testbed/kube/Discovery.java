package org.mcpruntime.watcher.testbed.kube;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpruntime.watcher.testbed.kube.ServedTypes.Served;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says what the server serves, in the older form of a document per group and in the newer of one. */
final class Discovery {
  /** Media type of the newer form; clients name it in Accept. */
  static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private static final List<String> VERBS = List.of("get", "list", "watch");

  private final ServedTypes served;

  Discovery(ServedTypes served) {
    this.served = served;
  }

  /** The document at a path; empty when the path is no discovery path. */
  Optional<ObjectNode> at(String path) {
    String[] parts = path.substring(1).split("/", -1);
    if (path.equals("/api")) {
      ObjectNode versions = object("APIVersions");
      versions.remove("apiVersion");
      versions.putArray("versions").add("v1");
      return Optional.of(versions);
    }
    if (path.equals("/apis")) {
      ObjectNode list = object("APIGroupList");
      ArrayNode groups = list.putArray("groups");
      groups().forEach((group, versions) -> groups.add(group(group, versions)));
      return Optional.of(list);
    }
    if (parts.length == 2 && parts[0].equals("apis")) {
      Map<String, List<Served>> versions = groups().get(parts[1]);
      if (versions == null) {
        return Optional.empty();
      }
      ObjectNode group = object("APIGroup");
      group.setAll(group(parts[1], versions));
      return Optional.of(group);
    }
    boolean core = parts.length == 2 && parts[0].equals("api");
    if (core || (parts.length == 3 && parts[0].equals("apis"))) {
      return resources(core ? "" : parts[1], parts[parts.length - 1]);
    }
    return Optional.empty();
  }

  /**
   * All groups in one document.
   *
   * @param core the core group or the others
   */
  ObjectNode aggregated(boolean core) {
    ObjectNode list = object("APIGroupDiscoveryList");
    list.put("apiVersion", "apidiscovery.k8s.io/v2").putObject("metadata");
    ArrayNode items = list.putArray("items");
    groups().forEach((group, versions) -> {
      if (group.isEmpty() == core) {
        ObjectNode item = items.addObject();
        ObjectNode metadata = item.putObject("metadata");
        if (!core) {
          metadata.put("name", group);
        }
        ArrayNode documents = item.putArray("versions");
        versions.forEach((version, types) -> documents.add(aggregated(version, types)));
      }
    });
    return list;
  }

  private static ObjectNode aggregated(String version, List<Served> types) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("version", version);
    ArrayNode resources = result.putArray("resources");
    for (Served one : types) {
      ObjectNode resource = resources.addObject().put("resource", one.type().plural());
      resource
          .putObject("responseKind")
          .put("group", "")
          .put("version", "")
          .put("kind", one.type().kind());
      resource.put("scope", one.type().namespaced() ? "Namespaced" : "Cluster");
      resource.put("singularResource", one.singular());
      ArrayNode verbs = resource.putArray("verbs");
      VERBS.forEach(verbs::add);
      addShortNames(resource, one);
    }
    result.put("freshness", "Current");
    return result;
  }

  private Optional<ObjectNode> resources(String group, String version) {
    List<Served> types = groups().getOrDefault(group, Map.of()).get(version);
    if (types == null) {
      return Optional.empty();
    }
    ObjectNode list = object("APIResourceList");
    list.put("groupVersion", types.get(0).type().apiVersion());
    ArrayNode resources = list.putArray("resources");
    for (Served one : types) {
      ObjectNode resource = resources.addObject().put("name", one.type().plural());
      resource.put("singularName", one.singular());
      resource.put("namespaced", one.type().namespaced()).put("kind", one.type().kind());
      ArrayNode verbs = resource.putArray("verbs");
      VERBS.forEach(verbs::add);
      addShortNames(resource, one);
    }
    return Optional.of(list);
  }

  private static void addShortNames(ObjectNode resource, Served one) {
    if (!one.shortNames().isEmpty()) {
      ArrayNode names = resource.putArray("shortNames");
      one.shortNames().forEach(names::add);
    }
  }

  private static ObjectNode group(String name, Map<String, List<Served>> versions) {
    ObjectNode group = JsonNodeFactory.instance.objectNode().put("name", name);
    ArrayNode list = group.putArray("versions");
    for (String version : versions.keySet()) {
      list.addObject().put("groupVersion", name + "/" + version).put("version", version);
    }
    group.set("preferredVersion", list.get(0).deepCopy());
    return group;
  }

  /** Types by version by group. */
  private Map<String, Map<String, List<Served>>> groups() {
    Map<String, Map<String, List<Served>>> groups = new LinkedHashMap<>();
    for (Served one : served.all()) {
      groups
          .computeIfAbsent(one.type().group(), group -> new LinkedHashMap<>())
          .computeIfAbsent(one.type().version(), version -> new ArrayList<>())
          .add(one);
    }
    return groups;
  }

  private static ObjectNode object(String kind) {
    return JsonNodeFactory.instance.objectNode().put("kind", kind).put("apiVersion", "v1");
  }
}
