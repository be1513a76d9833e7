package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.sim.world.Agenda;
import org.mcpruntime.watcher.testbed.sim.world.Changed;
import org.mcpruntime.watcher.testbed.sim.world.Controller;
import org.mcpruntime.watcher.testbed.sim.world.Events;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.Owners;
import org.mcpruntime.watcher.testbed.sim.world.Ref;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs one pod to its end. */
public final class JobController implements Controller {
  private static final Events.Source SOURCE = Events.Source.of("job-controller");

  private final World world;
  private final Events events;

  public JobController(World world, Events events) {
    this.world = world;
    this.events = events;
  }

  @Override
  public String name() {
    return "job";
  }

  @Override
  public void observe(Changed change, Agenda agenda) {
    if (change.ref().type().equals(ResourceTypes.JOB)) {
      if (!change.isDeletion() && change.differs("metadata", "generation")) {
        agenda.soon(change.ref(), 5, 20);
      }
    } else if (change.ref().type().equals(ResourceTypes.POD) && change.differs("status", "phase")) {
      Ref owner = Owners.controllerRef(change.object());
      if (owner != null && owner.type().equals(ResourceTypes.JOB)) {
        agenda.soon(owner, 5, 40);
      }
    }
  }

  @Override
  public @Nullable Instant reconcile(Ref key) {
    ObjectNode job = world.get(key);
    if (job == null || Json.conditionIs(job, "Complete", "True")) {
      return null;
    }
    List<ObjectNode> pods = world.ownedBy(ResourceTypes.POD, job);
    ObjectNode changed = job.deepCopy();
    ObjectNode status = Json.child(changed, "status");
    if (!status.has("startTime")) {
      status.put("startTime", world.timestamp());
    }
    if (pods.isEmpty()) {
      create(job);
      status.put("active", 1).put("terminating", 0).put("ready", 0);
      status.putObject("uncountedTerminatedPods");
    } else if (pods.stream()
        .anyMatch(pod -> Json.text(pod, "status", "phase").equals("Succeeded"))) {
      complete(job, status);
    }
    world.updateStatus("k3s", ResourceTypes.JOB, changed);
    return null;
  }

  private void create(ObjectNode job) {
    String prefix = Json.name(job) + "-";
    String suffix = world.dice().suffix(5, "pod " + Json.uid(job), 0);
    ObjectNode pod = Pods.fromTemplate(ResourceTypes.JOB, job, prefix + suffix, prefix);
    ObjectNode labels = Json.child(Json.metadata(pod), "labels");
    labels
        .put("batch.kubernetes.io/controller-uid", Json.uid(job))
        .put("batch.kubernetes.io/job-name", Json.name(job))
        .put("controller-uid", Json.uid(job))
        .put("job-name", Json.name(job));
    try {
      Pods.create(world, pod);
      events.normal(SOURCE, job, "SuccessfulCreate", "Created pod: " + prefix + suffix);
    } catch (ForbiddenException e) {
      events.warning(SOURCE, job, "FailedCreate", "Error creating: " + e.getMessage());
    }
  }

  private void complete(ObjectNode job, ObjectNode status) {
    status.remove(List.of("active"));
    status.put("completionTime", world.timestamp());
    status.put("succeeded", 1).put("terminating", 0).put("ready", 0);
    status.putObject("uncountedTerminatedPods");
    ArrayNode conditions = status.putArray("conditions");
    for (String type : new String[] {"SuccessCriteriaMet", "Complete"}) {
      conditions
          .addObject()
          .put("type", type)
          .put("status", "True")
          .put("lastProbeTime", world.timestamp())
          .put("lastTransitionTime", world.timestamp())
          .put("reason", "CompletionsReached")
          .put("message", "Reached expected number of succeeded pods");
    }
    events.normal(SOURCE, job, "Completed", "Job completed");
  }
}
