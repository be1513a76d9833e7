package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Cause;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Causes;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Traefik of k3s: publishes the addresses of the nodes in the status of each Ingress. */
public final class IngressController implements Controller {
  private final World world;
  private final Causes causes;

  public IngressController(World world, Causes causes) {
    this.world = world;
    this.causes = causes;
  }

  @Override
  public String name() {
    return "traefik";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.INGRESS)
        && !change.isDeletion()
        && change.differs("spec")) {
      agenda.soon(change.ref(), 200, 1500);
    }
  }

  @Override
  public void causeMoved(Cause cause, Agenda agenda) {
    if (cause.kind() == CauseKind.INGRESS_NOT_PUBLISHED) {
      agenda.soon(new Ref(ResourceTypes.INGRESS, cause.namespace(), cause.name()), 300, 2500);
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode ingress = world.get(key);
    if (ingress == null || !Json.text(ingress, "spec", "ingressClassName").equals("traefik")) {
      return null;
    }
    ObjectNode changed = ingress.deepCopy();
    ObjectNode balancer = Json.child(Json.child(changed, "status"), "loadBalancer");
    balancer.remove("ingress");
    if (causes
        .find(CauseKind.INGRESS_NOT_PUBLISHED, key.namespace(), key.name(), "")
        .isEmpty()) {
      ArrayNode addresses = balancer.putArray("ingress");
      for (ObjectNode node : world.list(ResourceTypes.NODE)) {
        ObjectNode internal =
            Json.element(Json.at(node, "status", "addresses"), "type", "InternalIP");
        if (internal != null) {
          addresses.addObject().put("ip", Json.text(internal, "address"));
        }
      }
    }
    world.updateStatus("traefik", ResourceTypes.INGRESS, changed);
    return null;
  }
}
