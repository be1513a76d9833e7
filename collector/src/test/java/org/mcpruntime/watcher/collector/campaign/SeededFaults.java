package org.mcpruntime.watcher.collector.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.Faults;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.Target;

/** The misbehaviour of one API server, as a seed says. One thread. */
final class SeededFaults {
  private record Scripted(String kind, Faults.Entry entry) {}

  private final Faults faults;
  private final Random random;
  private final boolean repaired;
  private final List<Scripted> garbage = new ArrayList<>();
  private final List<Scripted> lost = new ArrayList<>();

  /** @param repaired whether the collector lists often, so that a change may be lost on the way */
  SeededFaults(Faults faults, Random random, boolean repaired) {
    this.repaired = repaired;
    this.faults = faults;
    this.random = random;
  }

  /** Puts one more fault into the server's script; returns what and where. */
  String add() {
    ResourceType type = SeededCluster.TYPES.get(random.nextInt(SeededCluster.TYPES.size()));
    Target watches = Target.watches(type);
    Target lists = Target.lists(type);
    Target either = random.nextBoolean() ? watches : lists;
    int times = 1 + random.nextInt(3);
    int choice = random.nextInt(repaired ? 19 : 16);
    switch (choice) {
      case 0 -> faults.add(watches, Fault.gone(), 1);
      case 1 -> faults.add(watches, Fault.expiredEvent(), 1);
      case 2 -> faults.add(watches, Fault.cutBetweenLines(), times);
      case 3 -> faults.add(watches, Fault.cutMidLine(), times);
      case 4 -> {
        faults.add(watches, Fault.gone(), 1);
        faults.add(lists, Fault.cutMidLine(), times);
      }
      // Once only: a silence that is taken back would be a loss instead.
      case 5 -> faults.add(watches, Fault.silent(), 1);
      case 6 ->
        garbage.add(
            new Scripted(ServerRecorder.kind(type), faults.add(watches, Fault.garbage(), times)));
      case 7 -> {
        faults.add(watches, Fault.expiredEvent(), 1);
        faults.add(lists, Fault.garbage(), 1);
      }
      case 8 -> {
        faults.add(watches, Fault.gone(), 1);
        faults.add(lists, Fault.failedPage(1 + random.nextInt(2), 500), times);
      }
      case 9 -> {
        faults.add(watches, Fault.gone(), 1);
        faults.add(lists, Fault.failedPage(2, 410), 1);
      }
      case 10 -> faults.add(either, Fault.tooManyRequests(Duration.ofSeconds(1)), 1);
      case 11 -> faults.add(either, Fault.internalError(), times);
      case 12 -> faults.add(either, Fault.unavailable(), times);
      case 13 ->
        faults.add(either, random.nextBoolean() ? Fault.forbidden() : Fault.unauthorized(), 1);
      case 14 -> faults.add(either, Fault.late(Duration.ofMillis(random.nextInt(800))), times);
      case 16, 17, 18 -> lose(type, times);
      default -> {
        faults.add(watches, Fault.expiredEvent(), 1);
        faults.add(either, Fault.slow(20_000 + random.nextInt(80_000)), 1);
      }
    }
    return choice + " at " + ServerRecorder.kind(type);
  }

  /** Has watches leave out the next change of some kinds; nothing where no list would find it. */
  void lose() {
    if (repaired) {
      for (int i = 0; i < 3; i++) {
        lose(SeededCluster.TYPES.get(random.nextInt(SeededCluster.TYPES.size())), 1);
      }
    }
  }

  private void lose(ResourceType type, int times) {
    lost.add(new Scripted(
        ServerRecorder.kind(type), faults.add(Target.watches(type), Fault.lost(), times)));
  }

  /** Has the next watch of a kind find its position too old, so that the kind is listed. */
  void expire() {
    ResourceType type = SeededCluster.TYPES.get(random.nextInt(SeededCluster.TYPES.size()));
    faults.add(Target.watches(type), Fault.expiredEvent(), 1);
  }

  /** Nobody reaches the server until {@link #reachable}. */
  void unreachable() {
    faults.unreachable();
  }

  void reachable() {
    faults.reachable();
  }

  /** Ends all that has not happened yet. */
  void heal() {
    faults.clear();
  }

  Injected injected() {
    return new Injected(hits(garbage), hits(lost));
  }

  private static Map<String, Integer> hits(List<Scripted> faults) {
    Map<String, Integer> hits = new TreeMap<>();
    faults.forEach(each -> hits.merge(each.kind(), each.entry().hits(), Integer::sum));
    hits.values().removeIf(count -> count == 0);
    return hits;
  }
}
