package org.mcpruntime.watcher.testbed.sim.scene;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The manifests that the cluster is made of, from the class path. */
public final class Manifests {
  private Manifests() {}

  /**
   * One file of the scene.
   *
   * @param name {@code k3s}, {@code platform}, {@code sentinel}, {@code tenants}, {@code servers} or
   *     {@code access}
   */
  public static List<ObjectNode> load(String name) {
    return Json.documents(read("/org/mcpruntime/watcher/testbed/sim/scene/" + name + ".yaml"));
  }

  /** The CustomResourceDefinitions as a person would apply them. */
  public static List<ObjectNode> customResources() {
    List<ObjectNode> result = new ArrayList<>();
    for (ResourceType type : ResourceTypes.custom()) {
      result.add(
          Json.yaml(read("/org/mcpruntime/watcher/testbed/sim/crds/" + type.plural() + ".yaml")));
    }
    return result;
  }

  /** The CustomResourceDefinitions as a server serves them: accepted and established. */
  public static List<ObjectNode> definitions() {
    List<ObjectNode> result = customResources();
    for (ObjectNode definition : result) {
      ObjectNode spec = Json.child(definition, "spec");
      spec.putObject("conversion").put("strategy", "None");
      ObjectNode status = definition.putObject("status");
      status.set("acceptedNames", Json.at(spec, "names").deepCopy());
      ArrayNode conditions = status.putArray("conditions");
      condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found");
      condition(
          conditions,
          "Established",
          "InitialNamesAccepted",
          "the initial names have been accepted");
      status.putArray("storedVersions").add(Json.text(spec.at("/versions/0"), "name"));
    }
    return result;
  }

  /**
   * What a person would apply to another API server to have this object there: without all that a
   * server gives to it. The status stays, for those who write it too.
   */
  public static ObjectNode asApplied(ObjectNode stored) {
    ObjectNode result = stored.deepCopy();
    Json.metadata(result)
        .remove(List.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields"));
    if (Json.text(result, "kind").equals("Service")) {
      ObjectNode spec = Json.child(result, "spec");
      spec.remove("clusterIPs");
      if (!Json.text(spec, "clusterIP").equals("None")) {
        spec.remove("clusterIP");
      }
    }
    return result;
  }

  private static void condition(ArrayNode conditions, String type, String reason, String message) {
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("lastTransitionTime", "2026-01-05T08:00:00Z")
        .put("reason", reason)
        .put("message", message);
  }

  private static String read(String path) {
    try (InputStream in = Manifests.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no such resource: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
