package org.mcpruntime.watcher.cli.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.correlator.Correlator;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.TopicProblem;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/**
 * Wires everything by hand, top to bottom, and runs it until {@link #stop}. One thread runs; {@link #stop} may be called
 * from any other.
 */
final class Up {

  /** There is one, by the lock on the data directory; so after a kill it need not wait for itself. */
  private static final String INSTANCE = "up";

  private static final int TRIES = 5;

  private final UpPlan plan;
  private final Shell shell;
  private final LiveScreen screen;
  private final UpText text;
  private final DataDirectory data;
  private Ports ports;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Waiting waiting;
  private final OpenResources opened = new OpenResources();

  Up(UpPlan plan, Shell shell, Palette out, Palette err, DataDirectory data, Ports ports) {
    this.plan = plan;
    this.shell = shell;
    this.screen = new LiveScreen(shell, err);
    this.text = new UpText(shell, out);
    this.data = data;
    this.ports = ports;
    this.waiting = new Waiting(screen, text, data.log(), stopping);
  }

  /** Begins the end; {@link #run} returns when everything is closed. */
  void stop() {
    stopping.countDown();
  }

  /** Runs until {@link #stop}. */
  int run() throws InterruptedException {
    try {
      opened.add(data);
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
    LapTimer timer = new LapTimer();
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

    IncidentFeed feed = opened.add(IncidentFeed.open(connection, plan.cluster()));
    List<Incident> before = feed.headlines();
    boolean resumed = feed.status() != null;

    screen.waiting("collector", target.server());
    KubeAccess access = opened.add(target.open());
    Collector collector = opened.add(Collector.start(
        ServiceConfigs.collector(plan.config(), plan.cluster(), connection).withInstance(INSTANCE),
        access,
        clock));
    waiting.untilSettled(collector);
    screen.step(
        "collector", text.collected(collector.status()), timer.lap(), "get, list, watch only");

    screen.waiting("correlator", "");
    Correlator correlator = opened.add(
        Correlator.start(ServiceConfigs.correlator(plan.config(), connection, data.streams(), 1)));
    waiting.untilEvaluated(correlator, feed, collector.status().tickAt());
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
        return opened.add(listener.on(ports));
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
    opened.add(() -> Files.deleteIfExists(published));
  }

  private void playHistory(DemoCluster demo, Collector collector, IncidentFeed feed, LapTimer timer)
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
    waiting.untilCaughtUp(feed, collector);
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
      waiting.requireAlive(feed);
      UpText.Status status =
          text.status(feed.headlines().size(), feed.status(), collector.status());
      screen.status(status.line(), status.telling());
    } while (!stopping.await(500, TimeUnit.MILLISECONDS));
  }

  private void close() {
    LapTimer timer = new LapTimer();
    opened.close();
    screen.end(stopping.getCount() == 0 ? text.stopped(timer.lap()) : null);
  }
}
