package org.mcpruntime.watcher.testbed.sim.control;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts what the namespaces use against their ResourceQuotas, and refuses pods that would need
 * more than is left.
 */
public final class QuotaController implements Controller {
  private final World world;

  public QuotaController(World world) {
    this.world = world;
  }

  @Override
  public String name() {
    return "quota";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.RESOURCE_QUOTA)) {
      agenda.soon(change.ref(), 5, 20);
    } else if (change.ref().type().equals(ResourceTypes.POD)
        && (change.isDeletion() || change.differs("status", "phase"))) {
      for (ObjectNode quota :
          world.list(ResourceTypes.RESOURCE_QUOTA, change.ref().namespace())) {
        agenda.soon(Ref.of(ResourceTypes.RESOURCE_QUOTA, quota), 10, 40);
      }
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    recount(world, "k3s", key.namespace());
    return null;
  }

  /** Refuses a pod for which one of the namespace's quotas has nothing left. */
  static void admit(World world, ObjectNode pod) throws ForbiddenException {
    for (ObjectNode quota : world.list(ResourceTypes.RESOURCE_QUOTA, Json.namespace(pod))) {
      StringJoiner requested = new StringJoiner(",");
      StringJoiner used = new StringJoiner(",");
      StringJoiner limited = new StringJoiner(",");
      for (var hard : Json.at(quota, "spec", "hard").properties()) {
        String resource = hard.getKey();
        BigDecimal wanted = amount(resource, pod);
        BigDecimal inUse = used(world, quota, resource);
        BigDecimal limit = Quantities.parse(hard.getValue().asString());
        if (wanted.signum() > 0 && inUse.add(wanted).compareTo(limit) > 0) {
          requested.add(resource + "=" + Quantities.format(resource, wanted));
          used.add(resource + "=" + Quantities.format(resource, inUse));
          limited.add(resource + "=" + Quantities.format(resource, limit));
        }
      }
      if (requested.length() > 0) {
        throw new ForbiddenException(
            "pods \"%s\" is forbidden: exceeded quota: %s, requested: %s, used: %s, limited: %s"
                .formatted(Json.name(pod), Json.name(quota), requested, used, limited));
      }
    }
  }

  /** Brings the status of the namespace's quotas up to date. */
  static void recount(World world, String manager, String namespace) {
    for (ObjectNode quota : world.list(ResourceTypes.RESOURCE_QUOTA, namespace)) {
      ObjectNode changed = quota.deepCopy();
      ObjectNode status = changed.putObject("status");
      JsonNode hard = Json.at(quota, "spec", "hard");
      status.set("hard", hard.deepCopy());
      ObjectNode used = status.putObject("used");
      hard.properties()
          .forEach(entry -> used.put(
              entry.getKey(),
              Quantities.format(entry.getKey(), used(world, quota, entry.getKey()))));
      world.updateStatus(manager, ResourceTypes.RESOURCE_QUOTA, changed);
    }
  }

  private static BigDecimal used(World world, ObjectNode quota, String resource) {
    String namespace = Json.namespace(quota);
    if (resource.equals("persistentvolumeclaims")) {
      return BigDecimal.valueOf(
          world.list(ResourceTypes.PERSISTENT_VOLUME_CLAIM, namespace).size());
    }
    return world.list(ResourceTypes.POD, namespace).stream()
        .filter(pod -> !Pods.hasEnded(pod))
        .map(pod -> amount(resource, pod))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** How much of a resource one pod takes. */
  private static BigDecimal amount(String resource, ObjectNode pod) {
    if (resource.equals("pods")) {
      return BigDecimal.ONE;
    }
    String[] parts = resource.split("\\.", 2);
    if (parts.length < 2) {
      return BigDecimal.ZERO;
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode container : Json.at(pod, "spec", "containers")) {
      String text = Json.text(container, "resources", parts[0], parts[1]);
      sum = text.isEmpty() ? sum : sum.add(Quantities.parse(text));
    }
    return sum;
  }
}
