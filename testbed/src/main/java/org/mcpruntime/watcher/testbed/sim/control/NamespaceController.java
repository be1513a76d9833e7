package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.KubeObjects;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ObjectNode;

/** Gives each namespace its default ServiceAccount and the CA of the cluster. */
public final class NamespaceController implements Controller {
  private final World world;

  public NamespaceController(World world) {
    this.world = world;
  }

  @Override
  public String name() {
    return "namespace";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.NAMESPACE) && change.before() == null) {
      agenda.soon(change.ref(), 20, 60);
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    if (world.get(key) == null) {
      return null;
    }
    world.createIfAbsent(
        "k3s", ResourceTypes.SERVICE_ACCOUNT, KubeObjects.named(key.name(), "default"));
    ObjectNode ca = KubeObjects.named(key.name(), "kube-root-ca.crt");
    Json.metadata(ca)
        .putObject("annotations")
        .put(
            "kubernetes.io/description",
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal"
                + " endpoints such as the internal service IP or kubernetes.default.svc. No other"
                + " usage is guaranteed across distributions of Kubernetes clusters.");
    ca.putObject("data")
        .put("ca.crt", "-----BEGIN CERTIFICATE-----\nsimulated\n-----END CERTIFICATE-----\n");
    world.createIfAbsent("k3s", ResourceTypes.CONFIG_MAP, ca);
    return null;
  }
}
