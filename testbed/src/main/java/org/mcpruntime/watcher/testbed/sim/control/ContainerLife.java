package org.mcpruntime.watcher.testbed.sim.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mcpruntime.watcher.testbed.sim.control.ContainerRun.Phase;
import org.mcpruntime.watcher.testbed.sim.world.CauseKind;
import org.mcpruntime.watcher.testbed.sim.world.Causes;
import org.mcpruntime.watcher.testbed.sim.world.Events;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import org.mcpruntime.watcher.testbed.sim.world.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moves one container through its life: pulls with a back-off from 10 s to 300 s, starts, probes,
 * crashes and restarts with a back-off from 10 s to 300 s that a run of 10 minutes resets.
 */
final class ContainerLife {
  private static final int FIRST_BACK_OFF_SECONDS = 10;
  private static final int MAX_BACK_OFF_SECONDS = 300;
  private static final Duration RESET_AFTER = Duration.ofMinutes(10);

  /** How often a kubelet looks at a pod that waits; each look repeats the events. */
  private static final Duration SYNC = Duration.ofSeconds(13);

  /** Repeats of one wait: later ones would be dropped by the recorder's limit anyway. */
  private static final int MAX_REPEATS = 4;

  private static final int FAILED_PROBES = 3;

  private final World world;
  private final Events events;
  private final Causes causes;
  private final Images images;
  private final ObjectNode pod;
  private final ObjectNode spec;
  private final ContainerRun run;
  private final String name;
  private final String image;
  private final Events.Source source;
  private final Instant now;

  ContainerLife(
      World world,
      Events events,
      Causes causes,
      Images images,
      ObjectNode pod,
      ObjectNode spec,
      PodRun podRun) {
    this.world = world;
    this.events = events;
    this.causes = causes;
    this.images = images;
    this.pod = pod;
    this.spec = spec;
    this.name = Json.text(spec, "name");
    this.image = Json.text(spec, "image");
    this.run = podRun.container(name);
    this.source = new Events.Source("kubelet", Json.text(pod, "spec", "nodeName"));
    this.now = world.now();
  }

  /** Does what is due and says when the next thing is. */
  Instant advance() {
    switch (run.phase()) {
      case CREATING -> create();
      case PULLING -> finishPull();
      case PULL_FAILED -> waitForPull(true);
      case PULL_BACK_OFF -> waitForPull(false);
      case RUNNING -> live();
      case CRASHED -> afterCrash();
      case BACK_OFF -> restartWhenDue();
      case DONE -> run.due(Instant.MAX);
    }
    return run.due();
  }

  private void create() {
    if (images.isPresent(source.host(), image)) {
      normal(
          "Pulled",
          "Container image \"%s\" already present on machine and can be accessed by the pod"
              .formatted(image));
      start();
    } else {
      pull(1100, 3800);
    }
  }

  private void pull(int minMillis, int maxMillis) {
    normal("Pulling", "Pulling image \"%s\"".formatted(image));
    run.keep("pullStarted", now);
    run.enter(Phase.PULLING, now.plus(chance("pull", minMillis, maxMillis)));
  }

  private void finishPull() {
    if (!run.isDue(now)) {
      return;
    }
    Optional<String> failure = images.failure(Json.namespace(pod), Images.workload(pod), image);
    if (failure.isPresent()) {
      failPull(failure.get());
      return;
    }
    images.add(source.host(), image);
    long millis = Duration.between(run.instant("pullStarted", now), now).toMillis();
    String took =
        millis < 1000 ? millis + "ms" : "%d.%03ds".formatted(millis / 1000, millis % 1000);
    normal(
        "Pulled",
        "Successfully pulled image \"%s\" in %s (%s including waiting). Image size: %d bytes."
            .formatted(image, took, took, images.sizeBytes(image)));
    start();
  }

  private void failPull(String message) {
    warning("Failed", "Failed to pull image \"%s\": %s".formatted(image, message));
    warning("Failed", "Error: ErrImagePull");
    int failures = run.count("pulls") + 1;
    run.count("pulls", failures);
    run.count("repeats", 0);
    run.text("message", message);
    int seconds = backOff(failures);
    run.keep("retry", now.plusSeconds(seconds).plus(chance("retry", 100, 2900)));
    run.enter(Phase.PULL_FAILED, now.plus(chance("see", 900, 2600)));
  }

  private static int backOff(int failures) {
    return Math.min(MAX_BACK_OFF_SECONDS, FIRST_BACK_OFF_SECONDS << Math.min(failures - 1, 5));
  }

  private void waitForPull(boolean first) {
    if (!run.isDue(now)) {
      return;
    }
    Instant retry = run.instant("retry", now);
    if (!first && !retry.isAfter(now)) {
      // The status goes on to say that it waits until the new attempt has ended.
      pull(250, 900);
      return;
    }
    normal("BackOff", "Back-off pulling image \"%s\"".formatted(image));
    warning("Failed", "Error: ImagePullBackOff");
    int repeats = run.count("repeats") + 1;
    run.count("repeats", repeats);
    Instant look = repeats > MAX_REPEATS ? retry : now.plus(SYNC);
    run.enter(Phase.PULL_BACK_OFF, look.isBefore(retry) ? look : retry);
  }

  private void start() {
    int restarts = run.count("restarts");
    String id = Images.containerId(world.dice(), Json.uid(pod) + "/" + name, restarts);
    normal("Created", "Container created");
    normal("Started", "Container started");
    run.start(now, id);
    schedule();
  }

  /** Decides what comes next in the life of a container that runs. */
  private void schedule() {
    Instant started = run.instant("started", now);
    boolean first = isFirst();
    run.text("doomed", isDoomed() ? "yes" : "");
    if (first && found(CauseKind.OUT_OF_MEMORY)) {
      run.due(latest(started.plus(chance("oom", 9_000, 21_000)), now.plusSeconds(1)));
    } else if (first && found(CauseKind.CRASH)) {
      run.due(latest(started.plus(chance("crash", 1_400, 2_600)), now.plusMillis(700)));
    } else if (runsToCompletion()) {
      run.due(latest(started.plus(chance("work", 2_000, 9_000)), now));
    } else if (first && found(CauseKind.NOT_READY)) {
      run.due(latest(started.plus(probeDelay()), now.plus(period())));
    } else if (!run.isReady()) {
      run.due(latest(started.plus(probeDelay()).plus(chance("probe", 50, 900)), now.plusMillis(5)));
    } else {
      run.due(Instant.MAX);
    }
  }

  private void live() {
    boolean first = isFirst();
    if (!run.isDue(now)) {
      if (isDoomed() != run.text("doomed").equals("yes")) {
        // A cause began or ended since the next step was planned.
        schedule();
      }
      return;
    }
    if (first && found(CauseKind.OUT_OF_MEMORY)) {
      crash(137, "OOMKilled");
    } else if (first && found(CauseKind.CRASH)) {
      crash(1, "Error");
    } else if (runsToCompletion()) {
      run.end(now, 0, "Completed");
      run.enter(Phase.DONE, Instant.MAX);
    } else if (first && found(CauseKind.NOT_READY)) {
      failProbe();
    } else {
      run.count("probes", 0);
      run.ready(true);
      run.due(Instant.MAX);
    }
  }

  private boolean isDoomed() {
    return isFirst()
        && (found(CauseKind.OUT_OF_MEMORY) || found(CauseKind.CRASH) || found(CauseKind.NOT_READY));
  }

  private void failProbe() {
    int failed = run.count("probes") + 1;
    run.count("probes", failed);
    warning("Unhealthy", "Readiness probe failed: " + probeFailure());
    if (failed >= FAILED_PROBES) {
      run.ready(false);
    }
    // Behind the recorder's limit nobody hears of further failures; look again when things move.
    run.due(failed < 25 ? now.plus(period()) : now.plus(Duration.ofMinutes(5)));
  }

  private String probeFailure() {
    JsonNode probe = spec.path("readinessProbe");
    String address = Json.text(pod, "status", "podIP");
    return probe.has("httpGet")
        ? "HTTP probe failed with statuscode: 503"
        : "dial tcp %s:%s: connect: connection refused"
            .formatted(address, Json.at(probe, "tcpSocket", "port").asString("8088"));
  }

  private void crash(int exitCode, String reason) {
    Instant started = run.instant("started", now);
    if (started.plus(RESET_AFTER).isBefore(now)) {
      run.count("crashes", 0);
    }
    run.end(now, exitCode, reason);
    run.count("crashes", run.count("crashes") + 1);
    run.enter(Phase.CRASHED, now.plus(chance("notice", 700, 1_600)));
  }

  private void afterCrash() {
    if (!run.isDue(now)) {
      return;
    }
    int crashes = run.count("crashes");
    if (crashes == 1) {
      // The first restart does not wait.
      restart();
      return;
    }
    run.count("backOff", backOff(crashes - 1));
    run.keep("retry", now.plusSeconds(backOff(crashes - 1)));
    run.count("repeats", 0);
    run.enter(Phase.BACK_OFF, now);
    restartWhenDue();
  }

  private void restartWhenDue() {
    if (!run.isDue(now)) {
      return;
    }
    Instant retry = run.instant("retry", now);
    if (!retry.isAfter(now)) {
      restart();
      return;
    }
    warning(
        "BackOff",
        "Back-off restarting failed container %s in pod %s_%s(%s)"
            .formatted(name, Json.name(pod), Json.namespace(pod), Json.uid(pod)));
    int repeats = run.count("repeats") + 1;
    run.count("repeats", repeats);
    Instant look = repeats > MAX_REPEATS ? retry : now.plus(SYNC);
    run.due(look.isBefore(retry) ? look : retry);
  }

  private void restart() {
    run.count("restarts", run.count("restarts") + 1);
    create();
  }

  private boolean found(CauseKind kind) {
    return causes.find(kind, Json.namespace(pod), Images.workload(pod), image).isPresent();
  }

  private boolean isFirst() {
    return Json.text(pod.at("/spec/containers/0"), "name").equals(name);
  }

  private boolean runsToCompletion() {
    return !Json.text(pod, "spec", "restartPolicy").equals("Always");
  }

  private Duration probeDelay() {
    return Duration.ofSeconds(
        spec.has("readinessProbe")
            ? Json.number(spec, 0, "readinessProbe", "initialDelaySeconds")
            : 0);
  }

  private Duration period() {
    return Duration.ofSeconds(Json.number(spec, 10, "readinessProbe", "periodSeconds"));
  }

  private Duration chance(String what, int minMillis, int maxMillis) {
    return world
        .dice()
        .millis(minMillis, maxMillis, what + " " + Json.uid(pod) + "/" + name, now.toEpochMilli());
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private void normal(String reason, String message) {
    events.normal(source, pod, name, reason, message);
  }

  private void warning(String reason, String message) {
    events.warning(source, pod, name, reason, message);
  }
}
