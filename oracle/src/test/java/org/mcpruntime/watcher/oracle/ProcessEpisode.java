package org.mcpruntime.watcher.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.topics.Retention;
import org.mcpruntime.watcher.schemas.topics.TopicAdmin;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.schemas.topics.TopicSpec;
import org.mcpruntime.watcher.schemas.topics.Topics;
import org.mcpruntime.watcher.testbed.process.Broker;
import org.mcpruntime.watcher.testbed.process.ChildProcess;
import org.mcpruntime.watcher.testbed.process.JavaCommand;

/**
 * What one seed makes happen: the logs of some clusters grow, one to three correlators evaluate them and are killed, stopped
 * and started again and again, and so is the broker; in the end, when all is evaluated, the comparison. Topics of its own.
 */
final class ProcessEpisode implements AutoCloseable {

  /**
   * What an episode was.
   *
   * @param setAside histories of which the engine in memory says something else than the oracle
   * @param befell how often what befell the correlators and the broker
   */
  record Outcome(
      int clusters, int setAside, int records, int incidents, SortedMap<String, Integer> befell) {
    int kills() {
      return befell.entrySet().stream()
          .filter(each -> each.getKey().startsWith("killed"))
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
  }

  private static final int PARTITIONS = 3;

  /** Three partitions hold several of them, and none is without. */
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  private static final Duration EVER = Duration.ofDays(36_500);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long an instant may be waited for that does not come, because nothing is being evaluated. */
  private static final Duration INSTANT = Duration.ofSeconds(4);

  /** As long as a group needs to notice that a member is gone, and more. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(15);

  private final int cycles;
  private final Broker broker;
  private final Random random;
  private final TopicNames topics;
  private final SortedMap<String, SeededHistory.History> histories = new TreeMap<>();
  private final SortedMap<String, LogSender> senders = new TreeMap<>();
  private final List<Instance> instances;
  private final OutputFollower sent;
  private final OutputFollower committed;
  private final SortedMap<String, Integer> befell = new TreeMap<>();
  private final long begin = System.nanoTime();
  private final List<String> diary = new ArrayList<>();
  private int setAside;

  /**
   * Makes histories and topics, and starts to write.
   *
   * @param directory for local state
   */
  ProcessEpisode(long seed, Broker broker, JavaCommand java, Path directory) throws IOException {
    this.broker = broker;
    this.random = random(seed);
    this.cycles = cycles(random);
    this.topics = TopicNames.withPrefix("p" + System.nanoTime() + ".");
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    long next = seed * 1000;
    for (String name : names.subList(0, 2 + random.nextInt(5))) {
      SeededHistory.History history = history(next++, name);
      while (!agrees(history)) {
        setAside++;
        note("set aside: " + name + " of seed " + (next - 1));
        history = history(next++, name);
      }
      histories.put(name, history);
    }
    Manner manner = Manner.of(random, topics, broker.settings());
    note(manner.toString());
    Path states = directory.resolve(topics.prefix());
    instances = List.of(
        new Instance("x", states, java, manner),
        new Instance("y", states, java, manner),
        new Instance("z", states, java, manner));
    createTopics();
    sent = new OutputFollower(broker.settings(), topics, PARTITIONS, "read_uncommitted");
    committed = new OutputFollower(broker.settings(), topics, PARTITIONS, "read_committed");
    histories.forEach((name, history) -> senders.put(
        name,
        new LogSender(
            broker.settings(),
            topics,
            PARTITIONS,
            name,
            history.log(),
            new Random(random.nextLong()))));
  }

  /** How many things befall the correlators of a seed. */
  static int cycles(long seed) {
    return cycles(random(seed));
  }

  private static int cycles(Random random) {
    return 2 + random.nextInt(6);
  }

  private static Random random(long seed) {
    // Neighbouring seeds would begin alike.
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /** Ends with a TICK, so that the status tells when all of it is evaluated. */
  private SeededHistory.History history(long seed, String cluster) {
    SeededHistory.History history = SeededHistory.of(seed, cluster, 40 + random.nextInt(60));
    return new SeededHistory.History(
        history.log().subList(0, tickBefore(history.log(), history.log().size())),
        history.instant());
  }

  /** How many records there are through the newest TICK among the first so many. */
  private static int tickBefore(List<Oracle.Entry> log, int records) {
    int end = records;
    while (log.get(end - 1).event().getOperation() != Operation.TICK) {
      end--;
    }
    return end;
  }

  private static boolean agrees(SeededHistory.History history) {
    return Agreement.difference(history, new EngineRun().apply(history.log(), record -> false))
        == null;
  }

  /** All that is compared is kept: brokers expire by their own clock, and these logs are of another time. */
  private void createTopics() throws IOException {
    Retention retention = new Retention(EVER, -1, EVER.plusDays(3), EVER);
    List<TopicSpec> specs = new ArrayList<>();
    for (TopicSpec spec : Topics.specs(topics, PARTITIONS, (short) 1, retention)) {
      Map<String, String> config = new TreeMap<>(spec.config());
      if (spec.name().equals(topics.watcherStatus())) {
        config.put("min.compaction.lag.ms", Long.toString(EVER.toMillis()));
      }
      specs.add(new TopicSpec(
          spec.name(), spec.partitions(), spec.replication(), config, spec.value(), spec.doc()));
    }
    TopicAdmin.Creation creation = new TopicAdmin(broker.settings(), PATIENCE).create(specs);
    if (!creation.problems().isEmpty()) {
      throw new IOException("topics: " + creation.problems());
    }
  }

  /** @throws DifferenceException when the topics are not what they should be, or a correlator ended by itself */
  Outcome run() throws Exception {
    SortedMap<String, Integer> healed = new TreeMap<>();
    histories.forEach((name, history) ->
        healed.put(name, tickBefore(history.log(), history.log().size() * 9 / 10)));
    for (int cycle = 1; cycle <= cycles; cycle++) {
      int part = cycle;
      senders.forEach((name, sender) -> sender.until(healed.getOrDefault(name, 0) * part / cycles));
      befall();
    }
    running();
    note("all healed");
    senders.values().forEach(LogSender::hurry);
    awaitEvaluated(healed);
    note("caught up");
    SortedMap<String, Integer> all = new TreeMap<>();
    histories.forEach((name, history) -> all.put(name, history.log().size()));
    senders.forEach((name, sender) -> sender.until(all.getOrDefault(name, 0)));
    awaitEvaluated(all);
    note("all evaluated");
    for (Instance instance : upOnes()) {
      instance.stop();
    }
    int incidents = new Comparison(broker.settings(), topics, PARTITIONS, histories).run();
    deleteTopics();
    return new Outcome(
        histories.size(),
        setAside,
        all.values().stream().mapToInt(Integer::intValue).sum(),
        incidents,
        befell);
  }

  private void befall() throws Exception {
    switch (random.nextInt(20)) {
      case 0, 1 -> killAtStart();
      case 2, 3, 4, 5 -> killAtWork();
      case 6, 7 -> killInRestore();
      case 8, 9, 10 -> killInRebalance();
      case 11, 12 -> scale(1 + random.nextInt(3));
      case 13 -> stop();
      case 14, 15, 16 -> zombie();
      case 17 -> killBroker();
      case 18 -> freezeBroker();
      default -> {
        running();
        sent.awaitRecords(random.nextInt(400), INSTANT);
        note("lived");
      }
    }
  }

  private void killAtStart() throws Exception {
    int millis = random.nextInt(4000);
    Instance one = any(false);
    boolean wasUp = one.isUp();
    if (wasUp) {
      kill(one, "at work", false);
    }
    one.up().awaitBegun(PATIENCE);
    note("correlator " + one.name() + " started");
    pause(millis);
    kill(one, "at start", random.nextInt(4) == 0);
  }

  private void killAtWork() throws Exception {
    int records = 1 + random.nextInt(random.nextBoolean() ? 3 : 150);
    boolean loses = random.nextInt(3) == 0;
    boolean again = random.nextInt(3) > 0;
    Instance one = running();
    one.up().awaitReady(PATIENCE);
    sent.awaitRecords(records, INSTANT);
    kill(one, "at work", loses);
    if (again) {
      start(one);
    }
  }

  /** No other may be up, or it has the state already. */
  private void killInRestore() throws Exception {
    int millis = random.nextInt(150);
    Instance one = running();
    one.up().awaitReady(PATIENCE);
    sent.awaitRecords(1, INSTANT);
    for (Instance other : upOnes()) {
      kill(other, "at work", true);
    }
    start(one);
    if (one.up().await("restoring", 1, TAKEN_OVER)) {
      pause(millis);
      kill(one, "in restore", false);
    }
  }

  private void killInRebalance() throws Exception {
    int millis = random.nextInt(500);
    boolean elderDies = random.nextBoolean();
    boolean loses = random.nextInt(4) == 0;
    Instance elder = running();
    elder.up().awaitReady(PATIENCE);
    int before = elder.up().said("rebalancing");
    Instance other = anyBut(elder);
    if (other.isUp()) {
      stop(other);
    } else {
      start(other);
    }
    boolean rebalances = elder.up().await("rebalancing", before + 1, TAKEN_OVER);
    pause(millis);
    kill(
        elderDies || !other.isUp() ? elder : other, rebalances ? "in rebalance" : "at work", loses);
  }

  private void scale(int wanted) throws Exception {
    for (Instance instance : instances) {
      if (!instance.isUp() && upOnes().size() < wanted) {
        start(instance);
      }
    }
    for (Instance instance : upOnes()) {
      if (upOnes().size() > wanted) {
        stop(instance);
      }
    }
    sent.awaitRecords(1 + random.nextInt(100), INSTANT);
    happened("scaled");
    note("scaled to " + wanted);
  }

  private void stop() throws Exception {
    boolean loses = random.nextInt(3) == 0;
    Instance one = running();
    one.up().awaitBegun(PATIENCE);
    pause(random.nextInt(3000));
    stop(one);
    if (loses) {
      one.loseState();
    }
  }

  /** One that stands still is taken for dead; when it goes on, others have its work. */
  private void zombie() throws Exception {
    int told = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(40);
    int asleep = random.nextInt(4000);
    int awake = random.nextInt(3000);
    boolean replaced = random.nextInt(3) == 0;
    boolean dies = random.nextBoolean();
    Instance elder = running();
    elder.up().awaitReady(PATIENCE);
    sent.awaitRecords(1, INSTANT);
    ChildProcess zombie = elder.up();
    zombie.signal("STOP");
    note("correlator " + elder.name() + " stands still");
    if (replaced) {
      elder.leave();
      start(elder);
    } else {
      anyBut(elder).up();
    }
    boolean takenOver = committed.awaitRecords(told, TAKEN_OVER);
    pause(asleep);
    zombie.signal("CONT");
    note("correlator " + elder.name() + " goes on" + (takenOver ? ", others have its work" : ""));
    pause(awake);
    happened("zombies");
    if (replaced) {
      // It knows by now that it was replaced, and may have ended.
      zombie.kill();
    } else if (dies) {
      kill(elder, "at work", false);
    }
  }

  private void killBroker() throws Exception {
    boolean correlatorsToo = random.nextBoolean();
    int millis = random.nextInt(2500);
    running().up().awaitBegun(PATIENCE);
    sent.awaitRecords(1, INSTANT);
    pause(millis);
    broker.kill();
    note("broker killed");
    if (correlatorsToo) {
      kill(running(), "without a broker", random.nextBoolean());
    }
    broker.start();
    happened("broker killed");
    note("broker is back");
  }

  /** Longer than sessions and transactions may last. */
  private void freezeBroker() throws Exception {
    int millis = 2000 + random.nextInt(6000);
    running();
    sent.awaitRecords(1 + random.nextInt(100), INSTANT);
    broker.signal("STOP");
    note("broker stands still");
    pause(millis);
    broker.signal("CONT");
    happened("broker frozen");
    note("broker goes on");
  }

  private void start(Instance instance) throws IOException {
    instance.up();
    note("correlator " + instance.name() + " started");
  }

  private void kill(Instance instance, String when, boolean losesState) throws IOException {
    instance.kill();
    happened("killed " + when);
    if (losesState) {
      instance.loseState();
      happened("state lost");
    }
    note("correlator " + instance.name() + " killed " + when
        + (losesState ? ", its state is lost" : ""));
  }

  private void stop(Instance instance) throws IOException, InterruptedException {
    instance.stop();
    happened("stopped");
    note("correlator " + instance.name() + " stopped");
  }

  /** One that is up; one is started when none is. */
  private Instance running() throws IOException {
    requireAlive();
    return any(true);
  }

  private void requireAlive() throws IOException {
    for (Instance instance : upOnes()) {
      instance.up();
    }
  }

  private Instance any(boolean up) throws IOException {
    List<Instance> these = instances.stream().filter(each -> each.isUp() == up).toList();
    if (these.isEmpty()) {
      these = instances;
    }
    Instance one = these.get(random.nextInt(these.size()));
    if (up && !one.isUp()) {
      start(one);
    }
    return one;
  }

  private Instance anyBut(Instance one) {
    List<Instance> others = instances.stream().filter(each -> each != one).toList();
    return others.get(random.nextInt(others.size()));
  }

  private List<Instance> upOnes() {
    return instances.stream().filter(Instance::isUp).toList();
  }

  /** Waits until so many records of each cluster are written and evaluated; each ends with a TICK. */
  private void awaitEvaluated(Map<String, Integer> records)
      throws InterruptedException, IOException {
    for (Map.Entry<String, LogSender> sender : senders.entrySet()) {
      if (!sender.getValue().await(PATIENCE)) {
        throw new IllegalStateException(sender.getKey() + " cannot be written");
      }
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Map.Entry<String, Integer> each : records.entrySet()) {
      ClusterEvent tick = tick(each.getKey(), each.getValue());
      while (committed.tick(each.getKey()) < tick.getTick()) {
        if (committed.awaitRecords(1, Duration.ofMillis(200))) {
          end = System.nanoTime() + PATIENCE.toNanos();
        }
        requireAlive();
        if (end - System.nanoTime() < 0) {
          throw new DifferenceException(each.getKey() + " is not evaluated through tick "
              + tick.getTick() + " at " + tick.getObservedAt() + ", but "
              + committed.tick(each.getKey()));
        }
      }
    }
  }

  private ClusterEvent tick(String cluster, int records) {
    SeededHistory.History history = histories.get(cluster);
    if (history == null) {
      throw new IllegalArgumentException(cluster);
    }
    return history.log().get(records - 1).event();
  }

  private void deleteTopics() throws InterruptedException {
    try (Admin admin = Admin.create(Map.copyOf(broker.settings()))) {
      admin
          .deleteTopics(admin.listTopics().names().get().stream()
              .filter(topic -> topic.startsWith(topics.prefix()))
              .toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics stay", e);
    }
  }

  /** Time is what is seeded here: nothing is waited for. */
  private static void pause(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  private void happened(String what) {
    befell.merge(what, 1, Integer::sum);
  }

  private void note(String what) {
    diary.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms: " + what);
  }

  /** What befell the correlators, and what they wrote on their outputs. */
  String diary() {
    StringBuilder text = new StringBuilder(String.join("\n", diary)).append('\n');
    instances.forEach(instance -> text.append(instance.output()));
    return text.toString();
  }

  @Override
  public void close() {
    instances.forEach(Instance::end);
    senders.values().forEach(LogSender::close);
    sent.close();
    committed.close();
  }
}
