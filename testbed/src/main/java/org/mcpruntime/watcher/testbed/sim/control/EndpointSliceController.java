package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the addresses behind each Service that has a selector. */
public final class EndpointSliceController implements Controller {
  private static final String TRIGGER = "endpoints.kubernetes.io/last-change-trigger-time";
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final World world;

  public EndpointSliceController(World world) {
    this.world = world;
  }

  @Override
  public String name() {
    return "endpointslice";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.SERVICE)) {
      agenda.soon(change.ref(), 10, 30);
    } else if (change.ref().type().equals(ResourceTypes.POD) && mayMatter(change)) {
      JsonNode labels = Json.at(change.object(), "metadata", "labels");
      for (ObjectNode service : world.list(ResourceTypes.SERVICE, change.ref().namespace())) {
        if (Json.selects(Json.at(service, "spec", "selector"), labels)) {
          agenda.soon(Ref.of(ResourceTypes.SERVICE, service), 10, 30);
        }
      }
    }
  }

  private static boolean mayMatter(Changed change) {
    ObjectNode before = change.before();
    return before == null
        || change.isDeletion()
        || change.differs("status", "podIP")
        || change.differs("metadata", "deletionTimestamp")
        || Pods.isReady(before) != Pods.isReady(change.object());
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode service = world.get(key);
    if (service == null || Json.at(service, "spec", "selector").isEmpty()) {
      return null;
    }
    List<ObjectNode> owned = world.ownedBy(ResourceTypes.ENDPOINT_SLICE, service);
    ObjectNode slice = owned.isEmpty() ? fresh(service) : owned.get(0).deepCopy();
    JsonNode endpoints = endpoints(service, slice.path("endpoints"));
    if (!owned.isEmpty() && slice.path("endpoints").equals(endpoints)) {
      return null;
    }
    boolean ending = false;
    for (JsonNode endpoint : endpoints) {
      ending |= Json.flag(endpoint, "conditions", "terminating");
    }
    ObjectNode annotations = Json.child(Json.metadata(slice), "annotations");
    if (ending) {
      annotations.remove(TRIGGER);
      if (annotations.isEmpty()) {
        Json.metadata(slice).remove("annotations");
      }
    } else {
      annotations.put(TRIGGER, world.timestamp());
    }
    slice.set("endpoints", endpoints);
    slice.set("ports", endpoints.isEmpty() ? Json.object().nullNode() : ports(service));
    if (owned.isEmpty()) {
      world.create("k3s", ResourceTypes.ENDPOINT_SLICE, slice);
    } else {
      world.update("k3s", ResourceTypes.ENDPOINT_SLICE, slice);
    }
    return null;
  }

  private ObjectNode fresh(ObjectNode service) {
    ObjectNode slice = Json.object();
    String prefix = Json.name(service) + "-";
    ObjectNode metadata = Json.metadata(slice);
    metadata
        .put("name", prefix + world.dice().suffix(5, "slice " + Json.uid(service), 0))
        .put("generateName", prefix)
        .put("namespace", Json.namespace(service));
    ObjectNode labels = metadata.putObject("labels");
    if (Json.at(service, "metadata", "labels") instanceof ObjectNode own) {
      labels.setAll(own);
    }
    labels
        .put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
        .put(SERVICE_NAME, Json.name(service));
    if (Json.text(service, "spec", "clusterIP").equals("None")) {
      labels.put("service.kubernetes.io/headless", "");
    }
    Owners.setController(slice, ResourceTypes.SERVICE, service);
    slice.put("addressType", "IPv4");
    return slice;
  }

  /** Known pods keep their place; new ones come behind. Null when there are none, as in Go. */
  private JsonNode endpoints(ObjectNode service, JsonNode known) {
    List<String> order = new ArrayList<>();
    known.forEach(endpoint -> order.add(Json.text(endpoint, "targetRef", "name")));
    ArrayNode endpoints = Json.array();
    world.list(ResourceTypes.POD, Json.namespace(service)).stream()
        .filter(pod ->
            Json.selects(Json.at(service, "spec", "selector"), Json.at(pod, "metadata", "labels"))
                && !Json.text(pod, "status", "podIP").isEmpty()
                && !Pods.hasEnded(pod))
        .sorted(Comparator.comparingInt((ObjectNode pod) ->
                order.contains(Json.name(pod)) ? order.indexOf(Json.name(pod)) : order.size())
            .thenComparing(Json::name))
        .forEach(pod -> endpoints.add(endpoint(service, pod)));
    return endpoints.isEmpty() ? endpoints.nullNode() : endpoints;
  }

  private static ObjectNode endpoint(ObjectNode service, ObjectNode pod) {
    boolean serving = Pods.isReady(pod);
    boolean ending = Json.isDeleting(pod);
    boolean published = Json.flag(service, "spec", "publishNotReadyAddresses");
    ObjectNode endpoint = Json.object();
    endpoint.putArray("addresses").add(Json.text(pod, "status", "podIP"));
    endpoint
        .putObject("conditions")
        .put("ready", published || (serving && !ending))
        .put("serving", serving)
        .put("terminating", ending);
    if (!Json.text(pod, "spec", "hostname").isEmpty()) {
      endpoint.put("hostname", Json.text(pod, "spec", "hostname"));
    }
    endpoint
        .putObject("targetRef")
        .put("kind", "Pod")
        .put("namespace", Json.namespace(pod))
        .put("name", Json.name(pod))
        .put("uid", Json.uid(pod));
    return endpoint.put("nodeName", Json.text(pod, "spec", "nodeName"));
  }

  private ArrayNode ports(ObjectNode service) {
    ArrayNode ports = Json.array();
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      ObjectNode entry = ports.addObject();
      entry.put("name", Json.text(port, "name"));
      entry.put("protocol", Json.text(port, "protocol"));
      entry.put("port", target(service, port));
    }
    return ports;
  }

  private int target(ObjectNode service, JsonNode port) {
    JsonNode target = port.path("targetPort");
    if (target.isNumber()) {
      return target.intValue();
    }
    for (ObjectNode pod : world.list(ResourceTypes.POD, Json.namespace(service))) {
      if (Json.selects(Json.at(service, "spec", "selector"), Json.at(pod, "metadata", "labels"))) {
        for (JsonNode container : Json.at(pod, "spec", "containers")) {
          ObjectNode named = Json.element(container.path("ports"), "name", target.asString(""));
          if (named != null) {
            return Json.number(named, 80, "containerPort");
          }
        }
      }
    }
    return Json.number(port, 80, "port");
  }
}
