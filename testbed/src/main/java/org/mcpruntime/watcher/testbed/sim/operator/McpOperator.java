package org.mcpruntime.watcher.testbed.sim.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * MCP Runtime's operator: makes the children of an MCPServer be as they should and tells in its
 * status how they are. Its view of a Deployment lags a little, so a write that comes right after
 * one of the Deployment controller is a conflict, which it reports as phase Error until it tries
 * again, milliseconds later. The real one also looks again every ten seconds while a server is not
 * ready; since all that it reads is watched here, that would find nothing.
 */
public final class McpOperator implements Controller {
  private static final String MANAGER = "operator";
  private static final Duration LAG = Duration.ofMillis(10);

  private final World world;
  private final Map<Ref, Integer> failures = new HashMap<>();

  public McpOperator(World world) {
    this.world = world;
  }

  @Override
  public String name() {
    return "mcp-operator";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    ResourceType type = change.ref().type();
    if (type.equals(ResourceTypes.MCP_SERVER)) {
      if (!change.isDeletion() && change.differs("metadata", "generation")) {
        agenda.soon(change.ref(), 10, 40);
      }
    } else if (type.equals(ResourceTypes.MCP_ACCESS_GRANT)
        || type.equals(ResourceTypes.MCP_AGENT_SESSION)) {
      agenda.soon(serverOf(change.object()), 20, 90);
    } else if (change.ref().equals(OperatorSettings.DEPLOYMENT)) {
      if (change.differs("status", "readyReplicas")) {
        world
            .list(ResourceTypes.MCP_SERVER)
            .forEach(server -> agenda.soon(Ref.of(ResourceTypes.MCP_SERVER, server), 400, 1500));
      }
    } else if (type.equals(ResourceTypes.DEPLOYMENT)
        || type.equals(ResourceTypes.CONFIG_MAP)
        || type.equals(ResourceTypes.SERVICE)
        || type.equals(ResourceTypes.INGRESS)) {
      Ref owner = Owners.controllerRef(change.object());
      if (owner != null && owner.type().equals(ResourceTypes.MCP_SERVER)) {
        agenda.soon(owner, 8, 40);
      }
    }
  }

  private static Ref serverOf(JsonNode access) {
    String namespace = Json.text(access, "spec", "serverRef", "namespace");
    return new Ref(
        ResourceTypes.MCP_SERVER,
        namespace.isEmpty() ? Json.namespace(access) : namespace,
        Json.text(access, "spec", "serverRef", "name"));
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode server = world.get(key);
    OperatorSettings settings = OperatorSettings.read(world);
    if (server == null || Json.isDeleting(server) || !settings.running()) {
      return null;
    }
    ServerSpec spec = ServerSpec.of(server, settings);
    Optional<String> refusal = spec.refusal();
    if (refusal.isPresent()) {
      // Nothing but another desired state helps, so the retries of the real one are left out.
      writeStatus(key, "Error", refusal.get(), Readiness.NONE);
      return null;
    }
    try {
      reconcileChildren(server, spec, settings);
    } catch (ChildFailureException e) {
      writeStatus(key, "Error", e.status(), Readiness.NONE);
      int failed = failures.merge(key, 1, Integer::sum);
      return e.passes() ? world.now().plusMillis(5L << Math.min(failed - 1, 17)) : null;
    }
    failures.remove(key);
    Readiness readiness = Readiness.of(spec, children(spec, key), settings.isPermissive());
    writeStatus(key, readiness.phase(spec), ServerStatus.RECONCILED, readiness);
    return null;
  }

  private void reconcileChildren(ObjectNode server, ServerSpec spec, OperatorSettings settings)
      throws ChildFailureException {
    ChildObjects children = new ChildObjects(server, spec, settings);
    reconcilePolicy(server, spec, settings, children);
    workloadAccount(Json.namespace(server), settings);
    Optional<String> problem = spec.quantityProblem();
    if (problem.isPresent()) {
      throw new ChildFailureException("Deployment", problem.get(), false);
    }
    apply("Deployment", ResourceTypes.DEPLOYMENT, children.deployment(false));
    Ref canary = new Ref(ResourceTypes.DEPLOYMENT, Json.namespace(server), spec.name() + "-canary");
    if (spec.isCanary()) {
      apply("canary Deployment", ResourceTypes.DEPLOYMENT, children.deployment(true));
    } else {
      deleteIfOwned(canary, server);
    }
    apply("Service", ResourceTypes.SERVICE, children.service());
    if (spec.isMtls()) {
      deleteIfOwned(new Ref(ResourceTypes.INGRESS, Json.namespace(server), spec.name()), server);
    } else {
      apply("Ingress", ResourceTypes.INGRESS, children.ingress());
    }
  }

  private void reconcilePolicy(
      ObjectNode server, ServerSpec spec, OperatorSettings settings, ChildObjects children)
      throws ChildFailureException {
    String namespace = Json.namespace(server);
    Ref ref = new Ref(ResourceTypes.CONFIG_MAP, namespace, ChildObjects.policyName(spec));
    if (!spec.isGatewayEnabled()) {
      deleteIfOwned(ref, server);
      return;
    }
    ObjectNode document = PolicyDocument.render(
        spec,
        namespace,
        settings.clusterName(),
        referring(ResourceTypes.MCP_ACCESS_GRANT, server),
        referring(ResourceTypes.MCP_AGENT_SESSION, server),
        world.timestamp());
    Optional<String> problem = PolicyDocument.problem(document);
    if (problem.isPresent()) {
      throw new ChildFailureException("policy ConfigMap", problem.get(), false);
    }
    ObjectNode present = world.get(ref);
    String text = present == null ? "" : Json.text(present, "data", "policy.json");
    if (!text.contains("\"revision\": \"" + Json.text(document, "revision") + "\"")) {
      apply("policy ConfigMap", ResourceTypes.CONFIG_MAP, children.policy(document));
    }
  }

  private List<ObjectNode> referring(ResourceType type, ObjectNode server) {
    Ref ref = Ref.of(ResourceTypes.MCP_SERVER, server);
    return world.list(type).stream()
        .filter(object -> serverOf(object).equals(ref))
        .toList();
  }

  private void workloadAccount(String namespace, OperatorSettings settings) {
    ObjectNode account = Json.object();
    Json.metadata(account).put("name", ChildObjects.WORKLOAD_ACCOUNT).put("namespace", namespace);
    if (!settings.pullSecret().isEmpty()) {
      account.putArray("imagePullSecrets").addObject().put("name", settings.pullSecret());
    }
    account.put("automountServiceAccountToken", false);
    world.createIfAbsent(MANAGER, ResourceTypes.SERVICE_ACCOUNT, account);
  }

  /** Labels, owner and desired state are replaced; annotations of others stay. */
  private void apply(String what, ResourceType type, ObjectNode wanted)
      throws ChildFailureException {
    Ref ref = Ref.of(type, wanted);
    ObjectNode present = world.get(ref);
    if (present == null) {
      world.create(MANAGER, type, wanted);
      return;
    }
    if (type.equals(ResourceTypes.DEPLOYMENT)
        && world.lastWritten(ref).plus(LAG).isAfter(world.now())) {
      throw new ChildFailureException(
          what,
          "Operation cannot be fulfilled on %s.%s \"%s\": the object has been modified; please apply your changes to the latest version and try again"
              .formatted(type.plural(), type.group(), ref.name()),
          true);
    }
    ObjectNode changed = present.deepCopy();
    ObjectNode metadata = Json.metadata(changed);
    for (String part : new String[] {"labels", "ownerReferences"}) {
      JsonNode value = Json.at(wanted, "metadata", part);
      if (!value.isMissingNode()) {
        metadata.set(part, value);
      }
    }
    Json.at(wanted, "metadata", "annotations").properties().forEach(entry -> Json.child(
            metadata, "annotations")
        .set(entry.getKey(), entry.getValue()));
    if (wanted.has("data")) {
      changed.set("data", wanted.get("data"));
    }
    if (wanted.get("spec") instanceof ObjectNode desired) {
      if (type.equals(ResourceTypes.SERVICE)) {
        desired.setAll(assigned(present));
      }
      changed.set("spec", desired);
    }
    world.update(MANAGER, type, changed);
  }

  /** What the API server has given to a Service. */
  private static ObjectNode assigned(ObjectNode service) {
    ObjectNode assigned = Json.object();
    for (String name : new String[] {"clusterIP", "clusterIPs"}) {
      assigned.set(name, Json.at(service, "spec", name));
    }
    return assigned;
  }

  private void deleteIfOwned(Ref ref, ObjectNode server) {
    ObjectNode present = world.get(ref);
    if (present != null && Owners.isControlledBy(present, Json.uid(server))) {
      world.delete(ref);
    }
  }

  private Readiness.Children children(ServerSpec spec, Ref key) {
    String namespace = key.namespace();
    return new Readiness.Children(
        world.get(ResourceTypes.DEPLOYMENT, namespace, spec.name()),
        world.get(ResourceTypes.DEPLOYMENT, namespace, spec.name() + "-canary"),
        world.get(ResourceTypes.SERVICE, namespace, spec.name()),
        world.get(ResourceTypes.INGRESS, namespace, spec.name()),
        world.get(ResourceTypes.CONFIG_MAP, namespace, ChildObjects.policyName(spec)));
  }

  private void writeStatus(Ref key, String phase, String message, Readiness readiness) {
    ObjectNode server = world.get(key);
    if (server != null) {
      ObjectNode changed = server.deepCopy();
      ServerStatus.write(changed, phase, message, readiness, world.timestamp());
      world.updateStatus(MANAGER, ResourceTypes.MCP_SERVER, changed);
    }
  }
}
