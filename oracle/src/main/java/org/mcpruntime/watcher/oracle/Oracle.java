package org.mcpruntime.watcher.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.oracle.IncidentRecord.News;
import org.mcpruntime.watcher.oracle.IncidentRecord.Words;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;
import tools.jackson.databind.JsonNode;

/**
 * Says which incidents pod-image-pull and deployment-unavailable must make of a cluster's log. Looks at everything at every
 * instant: it has no timers, no index, and no idea of what a record may change.
 */
public final class Oracle {

  private static final String REGISTRY =
      "/watcher.mcpruntime.org/Registry/-/r.local#registry-image-pull#";

  /** Classes of failure that a registry does to everybody. */
  private static final Set<String> GROUPED = Set.of("auth", "rate-limit", "timeout");

  /** One record of the log. */
  public record Entry(String key, ClusterEvent event) {}

  /** A subject that is not OK, and the incident that it counts for; lost since its owners are not known any more. */
  private record Member(
      String incident, Verdict verdict, @Nullable Long onset, long lost) {}

  private final long instant;
  private final List<IncidentRecord> out;
  private final TreeMap<String, Life> lives = new TreeMap<>();
  private final TreeMap<String, Member> members = new TreeMap<>();
  private final World world = new World();

  private Oracle(long instant, List<IncidentRecord> out) {
    this.instant = instant;
    this.out = out;
  }

  /**
   * Gives what must be told, in order.
   *
   * @param log of one cluster from its first record on
   * @param instant every time in the log is a multiple of so many milliseconds
   */
  public static List<IncidentRecord> expect(List<Entry> log, long instant) {
    List<IncidentRecord> out = new ArrayList<>();
    Oracle oracle = new Oracle(instant, out);
    long time = World.NEVER;
    for (Entry entry : log) {
      long now = entry.event().getObservedAt().toEpochMilli();
      oracle.world.passes(time, now);
      for (; time < now; time += instant) {
        oracle.look(time + instant, time + instant);
      }
      time = now;
      if (entry.event().getOperation() == Operation.FORGET) {
        oracle.ends(new HashSet<>(oracle.lives.keySet()), "FORGOTTEN", now);
        oracle = new Oracle(instant, out);
        time = World.NEVER;
      } else {
        oracle.ends(oracle.world.apply(entry.key(), entry.event()), "SUBJECT_DELETED", now);
        oracle.look(now, entry.event().getOrigin() == Origin.WATCH ? now : 0);
      }
    }
    return out;
  }

  /** @param gone subjects, or incidents */
  private void ends(Set<String> gone, String why, long now) {
    members.keySet().removeAll(gone);
    lives.forEach((key, life) -> {
      if (gone.contains(key) || gone.contains(workload(key))) {
        life.step(new Life.Fold(why, null, Verdict.OK, 0), now);
      }
    });
  }

  /** @param onset of what begins now; 0 when it began unseen */
  private void look(long now, long onset) {
    Set<String> left = new TreeSet<>();
    for (String key : world.objects.keySet()) {
      String kind = key.split("/", -1)[2];
      if (Verdict.CHECKS.containsKey(kind) && world.sees(kind, World.NEVER)) {
        long since = unseenSince(kind, now);
        Member before = members.remove(key);
        Member after = member(key, kind, before, since, now, onset);
        if (after != null) {
          members.put(key, after);
          lives.computeIfAbsent(
              after.incident(), k -> new Life(k, instant, at -> world.sees(kind, at), out));
          left.add(before != null && since > now - Life.HORIZON ? before.incident() : "");
        }
      }
    }
    for (int told = -1; told < out.size(); ) {
      told = out.size();
      lives.forEach((key, life) -> life.step(fold(key, left), now));
    }
    lives.values().removeIf(life -> life.quiet(now));
  }

  /** Since when nobody saw a kind that is seen now; at most one horizon ago, for what was known before is forgotten. */
  private long unseenSince(String kind, long now) {
    return LongStream.iterate(now, at -> at - instant)
        .filter(at -> at <= now - Life.HORIZON || world.sees(kind, at - instant))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable Member member(
      String key, String kind, @Nullable Member before, long since, long now, long onset) {
    Verdict verdict = Verdict.of(Objects.requireNonNull(world.objects.get(key)), now);
    String workload = verdict.equals(Verdict.OK) ? null : world.workload(key);
    long lost = 0;
    if (!verdict.equals(Verdict.OK) && workload == null && before != null) {
      lost = before.lost() == 0 ? since : before.lost();
      workload = now < lost + Life.HORIZON ? workload(before.incident()) : null;
      verdict = Verdict.UNDECIDED;
    }
    if (workload == null || !world.objects.containsKey(workload)) {
      return null;
    }
    String incident = workload + Verdict.CHECKS.get(kind);
    Long known = before != null && before.incident().equals(incident) ? before.onset() : null;
    Long began = known != null ? known : (Long) onset;
    return new Member(incident, verdict, verdict.equals(Verdict.UNDECIDED) ? null : began, lost);
  }

  private Life.Fold fold(String key, Set<String> left) {
    TreeMap<String, Member> failing = new TreeMap<>(members);
    failing.values().removeIf(each -> !each.incident().equals(key));
    boolean moving = failing.values().removeIf(each -> each.verdict().equals(Verdict.UNDECIDED));
    boolean pull = key.endsWith(Verdict.PULL);
    if (!world.sees(pull ? "Pod" : "Deployment", World.NEVER)) {
      return new Life.Fold("", null, Verdict.UNDECIDED, 0);
    } else if (failing.isEmpty()) {
      String over = !moving && left.contains(key) ? "SUPERSEDED" : "";
      return new Life.Fold(over, null, moving ? Verdict.UNDECIDED : Verdict.OK, 0);
    }
    Verdict verdict = Verdict.OK;
    long onset = World.NEVER;
    for (Member member : failing.values()) {
      verdict = member.verdict().rank() > verdict.rank() ? member.verdict() : verdict;
      onset = Math.min(onset, Objects.requireNonNull(member.onset()));
    }
    JsonNode object = Objects.requireNonNull(world.objects.get(workload(key)));
    boolean pod = key.contains("/Pod/");
    JsonNode status = object.path("status");
    boolean up = status.path("conditions").path(0).path("status").asString("").equals("True");
    int desired = pod ? 1 : object.path("spec").path("replicas").asInt();
    int ready = pod ? (up ? 1 : 0) : status.path("readyReplicas").asInt();
    Impact impact = ready >= desired ? Impact.SERVING : ready > 0 ? Impact.DEGRADED : Impact.DOWN;
    if (!world.sees(pod ? "Pod" : "Deployment", World.NEVER)) {
      Words said = Objects.requireNonNull(lives.get(key)).said();
      impact = said == null ? Impact.UNKNOWN : said.news().impact();
      ready = said == null ? -1 : said.ready();
      desired = said == null ? -1 : said.desired();
    }
    String cause = workload(key) + Verdict.PULL;
    boolean caused = !pull && lives.containsKey(cause) && lives.get(cause).said() != null;
    String parent = key.substring(0, key.indexOf('/')) + REGISTRY + verdict.causeClass();
    String group = GROUPED.contains(verdict.causeClass()) ? parent : "";
    List<String> names = new ArrayList<>(pull && !pod ? failing.keySet() : Set.of());
    names.replaceAll(each -> each.substring(each.lastIndexOf('/') + 1));
    News is = new News(impact, verdict.reason(), verdict.causeClass(), caused ? cause : "", group);
    return new Life.Fold("", new Words(is, ready, desired, names), verdict, onset);
  }

  private static String workload(String incident) {
    return incident.substring(0, incident.indexOf('#'));
  }
}
