package org.mcpruntime.watcher.collector.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.mcpruntime.watcher.schemas.avro.Origin;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.Topics;
import org.mcpruntime.watcher.testbed.process.Broker;
import org.mcpruntime.watcher.testbed.process.ChildProcess;
import org.mcpruntime.watcher.testbed.process.JavaCommand;

/**
 * What one seed makes happen: clusters that change, servers that misbehave, a collector that is killed again and again; in
 * the end, when the last collector has caught up, the comparison. Topics of its own.
 */
final class Episode implements AutoCloseable {
  /**
   * What an episode was.
   *
   * @param changes that the API servers made
   * @param gaps in the log
   * @param repairs in the log
   * @param records in the log
   */
  record Outcome(int kills, int brokerKills, int changes, int gaps, int repairs, int records) {}

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long an instant may be waited for that does not come, because the collector has nothing to say. */
  private static final Duration INSTANT = Duration.ofSeconds(4);

  private final long seed;
  private final int cycles;
  private final Broker broker;
  private final Random random;
  private final Path directory;
  private final TopicNames topics;
  private final List<Site> sites = new ArrayList<>();
  private final Replicas replicas;
  private final Follower sent;
  private final Follower committed;
  private final long begin = System.nanoTime();
  private final List<String> diary = new ArrayList<>();

  /** Seconds between two lists of a kind; 0 for none. */
  private final int interval;

  private int kills;
  private int brokerKills;

  /** @param cycles how many things befall the collector */
  Episode(long seed, int cycles, Broker broker, JavaCommand java) throws Exception {
    this.seed = seed;
    this.cycles = cycles;
    this.broker = broker;
    this.random = new Random(seed);
    this.directory = Files.createTempDirectory("campaign");
    this.topics = TopicNames.withPrefix("c" + System.nanoTime() + ".");
    List<String> needed =
        List.of(topics.events(), topics.snapshots(), topics.collectorState(), topics.deadLetters());
    TopicAdmin.Creation creation = new TopicAdmin(broker.settings(), PATIENCE)
        .create(
            Topics.specs(topics, CollectorProcess.PARTITIONS, (short) 1, Retention.DEFAULT).stream()
                .filter(spec -> needed.contains(spec.name()))
                .toList());
    if (!creation.problems().isEmpty()) {
      throw new IOException("topics: " + creation.problems());
    }
    interval = random.nextBoolean() ? 2 : 0;
    int clusters = random.nextInt(3) == 0 ? 2 : 1;
    for (int i = 0; i < clusters; i++) {
      sites.add(new Site("c" + i, random, directory, interval > 0));
    }
    replicas = new Replicas(broker, java, topics, interval, sites, this::note);
    sent = new Follower(broker.settings(), topics.events(), "read_uncommitted");
    committed = new Follower(broker.settings(), topics.events(), "read_committed");
  }

  /** @throws DifferenceException when the topics are not what they should be */
  Outcome run() throws Exception {
    sites.forEach(Site::start);
    for (int i = 0; i < cycles; i++) {
      int faults = random.nextInt(4);
      for (int fault = 0; fault < faults; fault++) {
        note("fault: " + anySite().faults().add());
      }
      befall();
    }
    for (Site site : sites) {
      site.faults().heal();
      site.end();
    }
    note("all healed");
    ChildProcess last = replicas.running();
    awaitCaughtUp();
    awaitRepaired();
    note("caught up");
    if (!last.stop()) {
      throw new DifferenceException("the collector did not end in order", null);
    }
    return compare();
  }

  private void befall() throws Exception {
    switch (random.nextInt(14)) {
      case 0, 1 -> {
        ChildProcess child = replicas.running();
        child.awaitBegun(PATIENCE);
        pause(random.nextInt(2000));
        kill(child);
      }
      case 2, 3, 4, 5 -> {
        int records = 1 + random.nextInt(random.nextBoolean() ? 20 : 400);
        ChildProcess child = replicas.running();
        sent.awaitRecords(1, PATIENCE);
        sent.awaitRecords(records, INSTANT);
        kill(child);
      }
      case 6 -> {
        int millis = random.nextInt(2000);
        ChildProcess child = replicas.running();
        sent.awaitRecords(1, PATIENCE);
        pause(millis);
        kill(child);
      }
      case 7, 8 -> {
        anySite().faults().expire();
        int records = random.nextInt(60);
        ChildProcess child = replicas.running();
        sent.awaitList(INSTANT);
        sent.awaitRecords(records, INSTANT);
        kill(child);
      }
      case 9 -> {
        if (random.nextInt(4) > 0) {
          handOver();
        } else {
          zombie();
        }
      }
      case 10 -> outage();
      case 11, 12 -> live();
      default -> {
        if (random.nextBoolean()) {
          killBroker();
        } else {
          freezeBroker();
        }
      }
    }
  }

  /** Nothing befalls the collector for a while; lists go on beside watches that leave something out. */
  private void live() throws Exception {
    int records = random.nextInt(1000);
    replicas.running();
    sent.awaitRecords(1, PATIENCE);
    anySite().faults().lose();
    sent.awaitRecords(records, INSTANT);
    if (interval > 0) {
      for (int i = 0; i < 7; i++) {
        sent.awaitList(INSTANT);
      }
    }
    note("lived");
  }

  /** Two collectors at once; one of them is killed, usually the one that leads. */
  private void handOver() throws Exception {
    boolean elderDies = random.nextInt(3) > 0;
    int millis = random.nextInt(2500);
    ChildProcess elder = replicas.running();
    sent.awaitRecords(1, PATIENCE);
    ChildProcess younger = replicas.second();
    younger.awaitBegun(PATIENCE);
    pause(millis);
    if (elderDies) {
      kill(elder);
      replicas.left(younger);
    } else {
      replicas.changeName();
      kill(younger);
      replicas.left(elder);
    }
  }

  /** A collector that stands still is taken for dead; when it goes on, another leads. */
  private void zombie() throws Exception {
    int asleep = random.nextInt(2000);
    int awake = random.nextInt(2000);
    ChildProcess elder = replicas.running();
    sent.awaitRecords(1, PATIENCE);
    ChildProcess younger = replicas.second();
    younger.awaitBegun(PATIENCE);
    elder.signal("STOP");
    note("collector stopped");
    sent.awaitRecords(1, PATIENCE);
    pause(asleep);
    elder.signal("CONT");
    note("collector goes on");
    pause(awake);
    kill(elder);
    replicas.left(younger);
  }

  private void killBroker() throws Exception {
    boolean collectorToo = random.nextBoolean();
    ChildProcess child = replicas.running();
    child.awaitBegun(PATIENCE);
    pause(random.nextInt(2500));
    broker.kill();
    note("broker killed");
    brokerKills++;
    if (collectorToo) {
      kill(child);
    }
    broker.start();
    note("broker is back");
  }

  /** Longer than requests wait, and often than transactions may last. */
  private void freezeBroker() throws Exception {
    int millis = 4000 + random.nextInt(8000);
    replicas.running();
    sent.awaitRecords(1 + random.nextInt(100), INSTANT);
    broker.signal("STOP");
    note("broker stopped");
    pause(millis);
    broker.signal("CONT");
    note("broker goes on");
  }

  private void outage() throws Exception {
    Site site = anySite();
    int length = random.nextInt(1500);
    replicas.running();
    sent.awaitRecords(1, PATIENCE);
    pause(random.nextInt(1000));
    site.faults().unreachable();
    note("API unreachable");
    pause(length);
    site.faults().reachable();
    note("API reachable");
  }

  private void kill(ChildProcess child) throws InterruptedException {
    child.kill();
    note("collector killed");
    kills++;
    replicas.left(null);
    if (random.nextInt(3) == 0) {
      pause(random.nextInt(600));
    }
  }

  private void note(String what) {
    diary.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms, "
        + committed.records() + " records: " + what);
  }

  private Site anySite() {
    return sites.get(random.nextInt(sites.size()));
  }

  /** Time is what is seeded here: nothing is waited for. */
  private static void pause(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  private void awaitCaughtUp() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Site site : sites) {
      while (!site.isCaughtUp(committed.tick(site.name()))) {
        if (end - System.nanoTime() < 0) {
          throw new DifferenceException(
              "the collector of " + site.name() + " does not catch up: "
                  + committed.tick(site.name()),
              null);
        }
        committed.awaitRecords(1, Duration.ofMillis(200));
      }
    }
  }

  /** What was lost is found by a list that begins after it. */
  private void awaitRepaired() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Site site : sites) {
      String name = site.name();
      for (String kind : site.faults().injected().lost().keySet()) {
        int wanted = committed.snapshots(name, kind) + 2;
        while (committed.snapshots(name, kind) < wanted) {
          if (end - System.nanoTime() < 0) {
            throw new DifferenceException("no list repairs " + kind + " of " + name, null);
          }
          committed.awaitRecords(1, Duration.ofMillis(200));
        }
      }
    }
  }

  private Outcome compare() {
    TopicReader reader = new TopicReader(broker.settings(), topics);
    int changes = 0;
    int gaps = 0;
    int repairs = 0;
    int records = 0;
    for (Site site : sites) {
      Collected collected = reader.read(site.name());
      ServerHistory history = site.history();
      Comparison.check(seed, history, collected, site.faults().injected());
      changes += history.size();
      records += collected.log().size();
      gaps +=
          (int) collected.log().stream().filter(entry -> entry.gap() != null).count();
      repairs += (int) collected.log().stream()
          .filter(entry -> entry.origin() == Origin.REPAIR)
          .count();
    }
    return new Outcome(kills, brokerKills, changes, gaps, repairs, records);
  }

  /** What befell the collectors, and what they wrote on their outputs. */
  String diary() {
    StringBuilder text = new StringBuilder(String.join("\n", diary)).append('\n');
    return text.append(replicas.output()).toString();
  }

  @Override
  public void close() throws IOException {
    replicas.kill();
    sent.close();
    committed.close();
    for (Site site : sites) {
      site.close();
    }
    Files.delete(directory);
  }
}
