package org.mcpruntime.watcher.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.connect.Connection;
import org.mcpruntime.watcher.cli.connect.KubeTarget;
import org.mcpruntime.watcher.cli.connect.RunFile;
import org.mcpruntime.watcher.cli.connect.ServiceConfigs;
import org.mcpruntime.watcher.cli.connect.TopicPlan;
import org.mcpruntime.watcher.cli.log.LogSetup;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.collector.Collector;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.correlator.Correlator;
import org.mcpruntime.watcher.correlator.CorrelatorStatus;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.TopicProblem;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;
import org.slf4j.LoggerFactory;

/**
 * Wires everything by hand, top to bottom, and runs it until {@link #stop}. One thread runs; {@link #stop} may be called
 * from any other.
 */
final class Up {

  /** There is one, by the lock on the data directory; so after a kill it need not wait for itself. */
  private static final String INSTANCE = "up";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SETTLE = Duration.ofSeconds(8);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int TRIES = 5;

  private final UpPlan plan;
  private final Shell shell;
  private final LiveScreen screen;
  private final UpText text;
  private final DataDirectory data;
  private Ports ports;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** What is to be closed, the newest first. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  Up(UpPlan plan, Shell shell, Palette out, Palette err, DataDirectory data, Ports ports) {
    this.plan = plan;
    this.shell = shell;
    this.screen = new LiveScreen(shell, err);
    this.text = new UpText(shell, out);
    this.data = data;
    this.ports = ports;
  }

  /** Begins the end; {@link #run} returns when everything is closed. */
  void stop() {
    stopping.countDown();
  }

  /** Runs until {@link #stop}. */
  int run() throws InterruptedException {
    try {
      screen.line(text.banner(plan));
      LogSetup.toFile(data.log(), plan.verbose());
      serve();
      return ExitCode.FINE;
    } catch (StoppedException e) {
      return ExitCode.FINE;
    } catch (IOException e) {
      throw new CannotRun(e.getMessage() + " (log: " + data.log() + ")");
    } finally {
      close();
    }
  }

  private void serve() throws IOException, InterruptedException {
    Timer timer = new Timer();
    screen.waiting("kafka", "");
    LocalKafka kafka = listening(
        Ports::otherKafka,
        on -> LocalKafka.start(data.kafka(), on.kafka(), on.controller(), Map.of()));
    screen.step("kafka", kafka.bootstrapServers(), timer.lap(), "");

    screen.waiting("registry", "");
    LocalRegistry registry =
        listening(Ports::otherRegistry, on -> LocalRegistry.start(data.registry(), on.registry()));
    Connection connection = Connection.local(
        kafka.bootstrapServers(),
        registry.uri().toString(),
        TopicNames.withPrefix(plan.config().get(Keys.TOPICS_PREFIX)));
    createTopics(connection);
    screen.step("registry", registry.uri().toString(), timer.lap(), "");

    DemoCluster demo = plan.isDemo()
        ? listening(
            Ports::otherApi, on -> DemoCluster.open(data, on.api(), plan.cluster(), shell.clock()))
        : null;
    data.remember(ports);
    KubeTarget target = demo == null ? plan.target().orElseThrow() : demo.target();
    Clock clock = demo == null ? shell.clock() : demo.clock();
    writeRunFile(connection, demo);

    IncidentFeed feed = own(IncidentFeed.open(connection, plan.cluster()));
    List<Incident> before = feed.headlines();
    boolean resumed = feed.status() != null;

    screen.waiting("collector", target.server());
    KubeAccess access = own(target.open());
    Collector collector = own(Collector.start(
        ServiceConfigs.collector(plan.config(), plan.cluster(), connection).withInstance(INSTANCE),
        access,
        clock));
    awaitSettled(collector);
    screen.step(
        "collector", text.collected(collector.status()), timer.lap(), "get, list, watch only");

    screen.waiting("correlator", "");
    Correlator correlator = own(
        Correlator.start(ServiceConfigs.correlator(plan.config(), connection, data.streams(), 1)));
    awaitEvaluated(correlator, feed, collector.status());
    screen.step("correlator", text.rules(plan.config()), timer.lap(), "exactly-once");

    if (demo != null && demo.hasPast()) {
      playHistory(demo, collector, feed, timer);
    }
    if (resumed && (demo == null || !demo.hasPast())) {
      screen.step(
          "history", "kept, not played again", timer.lap(), text.resumed(before, feed.headlines()));
    }
    if (demo != null) {
      demo.goOn();
    }
    follow(feed, collector, before);
  }

  /** Starts something that listens. */
  private interface Listener<T> {
    T on(Ports ports) throws IOException;
  }

  /** A port that nobody asked for gives way, also to another {@code up} that has taken it since it was chosen. */
  private <T extends AutoCloseable> T listening(UnaryOperator<Ports> others, Listener<T> listener)
      throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return own(listener.on(ports));
      } catch (IOException e) {
        Ports next = others.apply(ports);
        if (next.equals(ports) || plan.config().isSet(Keys.PORT_BASE) || tries == TRIES) {
          throw e;
        }
        ports = next;
      }
    }
  }

  private void createTopics(Connection connection) {
    TopicAdmin.Creation creation = TopicPlan.local(plan.config()).create(connection);
    if (!creation.problems().isEmpty()) {
      throw CannotRun.ofLines(
          creation.problems().stream().map(TopicProblem::text).toList());
    }
  }

  private void writeRunFile(Connection connection, @Nullable DemoCluster demo) throws IOException {
    RunFile run = new RunFile(
        ProcessHandle.current().pid(),
        plan.cluster(),
        plan.isDemo(),
        data.path(),
        connection.bootstrapServers(),
        connection.registryUrls(),
        connection.topics().prefix(),
        demo == null ? null : data.kubeconfig());
    run.write(data.run());
    Path published = plan.runDirectory().resolve(run.pid() + ".json");
    run.write(published);
    own(() -> Files.deleteIfExists(published));
  }

  /**
   * Until everything is seen, or at least most of it: a watch that goes on where it was needs up to a minute to prove
   * itself where the API sends no bookmarks, and that need not keep anybody waiting.
   */
  private void awaitSettled(Collector collector) throws InterruptedException {
    Timer running = new Timer();
    await("the collector", () -> progress(collector.status()), () -> {
      CollectorStatus status = collector.status();
      if (!status.isReady() || status.tickAt() == null) {
        running.lap();
      }
      switch (status.phase()) {
        case FAILED, STOPPED ->
          throw new CannotRun(
              "the collector ends: " + status.reason() + " (log: " + data.log() + ")");
        default ->
          screen.waiting(
              "collector", status.reason() == null ? text.collected(status) : status.reason());
      }
      return status.isSettled() || running.elapsed().compareTo(SETTLE) > 0;
    });
  }

  /** All that the collector has committed by now is evaluated. */
  private void awaitEvaluated(Correlator correlator, IncidentFeed feed, CollectorStatus upTo)
      throws InterruptedException {
    Instant tick = upTo.tickAt();
    await("the correlator", () -> progress(correlator.status(), feed), () -> {
      requireAlive(feed);
      CorrelatorStatus status = correlator.status();
      if (status.failed()) {
        throw new CannotRun(
            "the correlator ends: " + status.reason() + " (log: " + data.log() + ")");
      }
      screen.waiting("correlator", text.preparing(status));
      Instant through = feed.evaluatedThrough();
      return through != null && (tick == null || !through.isBefore(tick));
    });
  }

  private void playHistory(DemoCluster demo, Collector collector, IncidentFeed feed, Timer timer)
      throws InterruptedException {
    Duration length = Duration.between(demo.clock().instant(), shell.clock().instant());
    Instant begin = demo.clock().instant();
    demo.playPast(shell.clock(), collector, reached -> {
      screen.waiting(
          "history",
          text.played(Duration.between(begin, reached), length, feed.headlines().size()));
      if (stopping.getCount() == 0) {
        throw new StoppedException();
      }
    });
    Instant end = demo.clock().instant();
    await("the correlator", () -> String.valueOf(feed.evaluatedThrough()), () -> {
      requireAlive(feed);
      Instant through = feed.evaluatedThrough();
      Instant tick = collector.status().tickAt();
      return through != null && tick != null && !through.isBefore(tick);
    });
    Duration took = timer.lap();
    screen.step(
        "history", text.history(Duration.between(begin, end), took), took, "now live at 1×");
  }

  private void follow(IncidentFeed feed, Collector collector, List<Incident> before)
      throws InterruptedException {
    screen.line("");
    Set<String> known =
        before.stream().map(Incident::getId).collect(Collectors.toCollection(HashSet::new));
    List<Incident> stillOpen = feed.headlines().stream()
        .filter(incident -> known.contains(incident.getId()))
        .toList();
    feed.knows(stillOpen);
    stillOpen.stream()
        .sorted((a, b) -> a.getOpenedAt().compareTo(b.getOpenedAt()))
        .forEach(incident -> screen.event(text.event(incident)));
    feed.tell(incident -> screen.event(text.event(incident)));
    screen.line(text.next(plan));
    do {
      requireAlive(feed);
      UpText.Status status =
          text.status(feed.headlines().size(), feed.status(), collector.status());
      screen.status(status.line(), status.telling());
    } while (!stopping.await(500, TimeUnit.MILLISECONDS));
  }

  private void requireAlive(IncidentFeed feed) {
    RuntimeException failure = feed.failure();
    if (failure != null) {
      throw new CannotRun("the incidents cannot be followed: " + failure.getMessage() + " (log: "
          + data.log() + ")");
    }
  }

  private static String progress(CollectorStatus status) {
    return status.phase() + " " + status.sequence() + " " + status.objects();
  }

  private static String progress(CorrelatorStatus status, IncidentFeed feed) {
    return status.state() + " " + status.restore() + " " + feed.evaluatedThrough();
  }

  /** A slow machine and a large cluster take their time; what stands still does not. */
  private void await(String what, Supplier<String> progress, BooleanSupplier condition)
      throws InterruptedException {
    String before = progress.get();
    Timer still = new Timer();
    while (!condition.getAsBoolean()) {
      if (stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoppedException();
      }
      String now = progress.get();
      if (!now.equals(before)) {
        before = now;
        still.lap();
      }
      if (still.elapsed().compareTo(PATIENCE) > 0) {
        throw new CannotRun(what + " is not ready and makes no progress for " + PATIENCE.toSeconds()
            + "s (log: " + data.log() + ")");
      }
    }
  }

  private <T extends AutoCloseable> T own(T resource) {
    opened.push(resource);
    return resource;
  }

  private void close() {
    Timer timer = new Timer();
    while (!opened.isEmpty()) {
      closeQuietly(opened.pop());
    }
    closeQuietly(data);
    screen.end(stopping.getCount() == 0 ? text.stopped(timer.lap()) : null);
  }

  /** Whatever cannot be closed must not keep the rest from being closed. */
  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LoggerFactory.getLogger(Up.class)
          .atWarn()
          .addKeyValue("resource", resource.getClass().getSimpleName())
          .setCause(e)
          .log("closing failed");
    }
  }

  /** The user stopped it before it was up. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
      super("stopped", null, false, false);
    }
  }

  /** Time between steps. */
  private static final class Timer {
    private long last = System.nanoTime();

    Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - last);
    }

    Duration lap() {
      long now = System.nanoTime();
      Duration lap = Duration.ofNanos(now - last);
      last = now;
      return lap;
    }
  }
}
