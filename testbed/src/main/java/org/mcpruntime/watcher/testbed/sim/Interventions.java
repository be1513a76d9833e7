package org.mcpruntime.watcher.testbed.sim;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.Deed.Incident;
import org.mcpruntime.watcher.testbed.sim.world.Cause;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Causes;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people and fate can do to the cluster. Each call changes causes or desired states only, may
 * be repeated, and puts what it breaks and repairs on record. Called by acts of a scenario, and by
 * tests through {@link SimulatedCluster#intervene}.
 */
public final class Interventions {
  private static final String PEOPLE = "kubectl";
  private static final int KEPT_RUNS = 3;

  private final World world;
  private final Causes causes;
  private final DeedLog record;

  Interventions(World world, Causes causes, DeedLog record) {
    this.world = world;
    this.causes = causes;
    this.record = record;
  }

  /** Creates an object, or replaces its desired state and labels when it is there. */
  public void apply(ObjectNode manifest) {
    ResourceType type = ResourceTypes.of(
            Json.text(manifest, "apiVersion"), Json.text(manifest, "kind"))
        .orElseThrow(() -> new IllegalArgumentException("unknown type of manifest"));
    ObjectNode present = world.get(Ref.of(type, manifest));
    if (present == null) {
      world.create(PEOPLE, type, manifest.deepCopy());
      return;
    }
    ObjectNode changed = present.deepCopy();
    manifest.properties().forEach(member -> {
      if (!List.of("apiVersion", "kind", "metadata", "status").contains(member.getKey())) {
        changed.set(member.getKey(), member.getValue());
      }
    });
    world.update(PEOPLE, type, changed);
  }

  public void delete(ResourceType type, String namespace, String name) {
    world.delete(new Ref(type, namespace, name));
  }

  public void deployServer(String namespace, String name, String image, int replicas) {
    ObjectNode server = Json.object();
    server.put("apiVersion", "mcpruntime.org/v1alpha1").put("kind", "MCPServer");
    Json.metadata(server).put("name", name).put("namespace", namespace);
    server.putObject("spec").put("image", image).put("replicas", replicas);
    apply(server);
  }

  public void setImage(String namespace, String server, String image) {
    edit(ResourceTypes.MCP_SERVER, namespace, server, spec -> spec.put("image", image));
  }

  public void scale(String namespace, String server, int replicas) {
    edit(ResourceTypes.MCP_SERVER, namespace, server, spec -> spec.put("replicas", replicas));
  }

  /** Limits one resource in one quota of a namespace. */
  public void setQuota(String namespace, String quota, String resource, String amount) {
    edit(ResourceTypes.RESOURCE_QUOTA, namespace, quota, spec -> Json.child(spec, "hard")
        .put(resource, amount));
  }

  /** Number of pods in a namespace that count against its quotas. */
  public int pods(String namespace) {
    return (int) world.list(ResourceTypes.POD, namespace).stream()
        .filter(pod -> !List.of("Succeeded", "Failed").contains(Json.text(pod, "status", "phase")))
        .count();
  }

  public void grant(String namespace, String name, String server, String human, String agent) {
    ObjectNode grant = access("MCPAccessGrant", namespace, name, server, human, agent);
    ObjectNode spec = Json.child(grant, "spec").put("maxTrust", "medium");
    spec.putArray("allowedSideEffects").add("read");
    apply(grant);
  }

  public void session(String namespace, String name, String server, String human, String agent) {
    ObjectNode session = access("MCPAgentSession", namespace, name, server, human, agent);
    Json.child(session, "spec").put("consentedTrust", "low");
    apply(session);
  }

  private static ObjectNode access(
      String kind, String namespace, String name, String server, String human, String agent) {
    ObjectNode object = Json.object();
    object.put("apiVersion", "mcpruntime.org/v1alpha1").put("kind", kind);
    Json.metadata(object).put("name", name).put("namespace", namespace);
    ObjectNode spec = object.putObject("spec");
    spec.putObject("serverRef").put("name", server);
    spec.putObject("subject").put("humanID", human).put("agentID", agent);
    return object;
  }

  /** A run of a CronJob, as its controller would start it; the last three runs are kept. */
  public void runJob(String namespace, String cronJob) {
    ObjectNode parent = world.get(ResourceTypes.CRON_JOB, namespace, cronJob);
    if (parent == null) {
      return;
    }
    ObjectNode job = Json.object();
    Json.metadata(job)
        .put("name", cronJob + "-" + world.now().getEpochSecond() / 60)
        .put("namespace", namespace);
    Owners.setController(job, ResourceTypes.CRON_JOB, parent);
    job.set("spec", Json.at(parent, "spec", "jobTemplate", "spec").deepCopy());
    world.createIfAbsent("k3s", ResourceTypes.JOB, job);
    List<ObjectNode> runs = world.ownedBy(ResourceTypes.JOB, parent);
    runs.subList(0, Math.max(0, runs.size() - KEPT_RUNS))
        .forEach(old -> world.delete(Ref.of(ResourceTypes.JOB, old)));
    ObjectNode changed = parent.deepCopy();
    Json.child(changed, "status")
        .put("lastScheduleTime", world.timestamp())
        .put("lastSuccessfulTime", world.timestamp());
    world.updateStatus("k3s", ResourceTypes.CRON_JOB, changed);
  }

  private void edit(ResourceType type, String namespace, String name, Consumer<ObjectNode> change) {
    ObjectNode present = world.get(type, namespace, name);
    if (present != null) {
      ObjectNode changed = present.deepCopy();
      change.accept(Json.child(changed, "spec"));
      world.update(PEOPLE, type, changed);
    }
  }

  /** From now on new pulls of the server's image fail in the given way. */
  public void breakImage(String id, CauseKind how, String namespace, String server, String image) {
    begin(
        id,
        how,
        namespace,
        server,
        image,
        List.of(deployment("pod-image-pull", namespace, server)),
        aftermath(namespace, server));
    setImage(namespace, server, image);
  }

  /** From now on the server's containers end, or are not ready, in the given way. */
  public void breakContainers(String id, CauseKind how, String namespace, String server) {
    begin(
        id,
        how,
        namespace,
        server,
        "",
        List.of(),
        Stream.concat(
                Stream.of(
                    deployment("pod-crash-loop", namespace, server),
                    deployment("pod-oom-killed", namespace, server)),
                aftermath(namespace, server).stream())
            .toList());
  }

  /** From now on the node's kubelet is silent. */
  public void nodeDown(String id, String node) {
    begin(
        id,
        CauseKind.NODE_DOWN,
        "",
        node,
        "",
        List.of(new Incident("node-not-ready", "Node", "", node)),
        List.of());
  }

  /** Begins a trouble and puts it on record with the incidents that must and may follow. */
  public void begin(
      String id,
      CauseKind kind,
      String namespace,
      String name,
      String image,
      List<Incident> must,
      List<Incident> may) {
    causes.begin(new Cause(id, kind, namespace, name, image));
    record.begin(new Deed(id, world.now(), null, kind, namespace, name, must, may));
  }

  /** Ends a trouble that began; what it broke recovers by the rules. */
  public void repair(String id) {
    causes.end(id);
    record.end(id);
  }

  static Incident deployment(String check, String namespace, String name) {
    return new Incident(check, "Deployment", namespace, name);
  }

  /** What follows when a server has too few pods, whatever the reason. */
  static List<Incident> aftermath(String namespace, String server) {
    return List.of(
        deployment("deployment-unavailable", namespace, server),
        new Incident("service-no-endpoints", "Service", namespace, server),
        server(namespace, server));
  }

  static Incident server(String namespace, String name) {
    return new Incident("mcpserver-not-ready", "MCPServer", namespace, name);
  }
}
