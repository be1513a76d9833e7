package org.mcpruntime.watcher.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a reader of a log knows after some records: the objects, and when each kind was not seen. */
final class World {

  static final long NEVER = Long.MAX_VALUE;

  /** By key. */
  final TreeMap<String, JsonNode> objects = new TreeMap<>();

  /** By kind: stretches that were not seen, from and to. */
  private final Map<String, List<long[]>> blind = new HashMap<>();

  /** By kind: to be seen again it must make progress at this time or later. */
  private final Map<String, Long> jumped = new HashMap<>();

  /** Sequence numbers of the records that told of an object last, or began a list. */
  private final Map<String, Long> told = new HashMap<>();

  /** How long the log may say nothing while somebody looks: three TICKs, in milliseconds. */
  private long silence = 15_000;

  /** Whether it was seen at an instant, as far as is known by now; {@link #NEVER} asks whether it is seen now. */
  boolean sees(String kind, long at) {
    return blind(kind).stream()
        .noneMatch(each -> each[0] <= at && (at < each[1] || (each[1] == NEVER && at == NEVER)));
  }

  private List<long[]> blind(String kind) {
    return blind.computeIfAbsent(kind, k -> new ArrayList<>(List.of(new long[] {0, NEVER})));
  }

  private void loses(String kind, long from) {
    if (sees(kind, NEVER)) {
      blind(kind).add(new long[] {from, NEVER});
    }
  }

  /** No record came between these times. */
  void passes(long from, long to) {
    if (to - from > silence) {
      blind.keySet().forEach(kind -> jumped.put(kind, to));
      blind.keySet().forEach(kind -> loses(kind, from));
    }
  }

  /** Gives the keys of the objects that ended with the record. */
  Set<String> apply(String key, ClusterEvent event) {
    Set<String> ended = new HashSet<>();
    String kind = String.valueOf(event.getKind());
    String scope = "/" + kind + "/" + Objects.toString(event.getNamespace(), "");
    switch (event.getOperation()) {
      case ADDED, MODIFIED, SNAPSHOT -> {
        JsonNode now = JsonMapper.shared().readTree(event.getObject().toString());
        JsonNode before = objects.put(key, now);
        told.put(key, event.getSequence());
        return before == null || uid(before).equals(uid(now)) ? ended : Set.of(key);
      }
      case DELETED -> ended.add(key);
      case SNAPSHOT_BEGIN -> told.put(scope + event.getSnapshotId(), event.getSequence());
      case SNAPSHOT_END -> {
        long begun = told.getOrDefault(scope + event.getSnapshotId(), 0L);
        ended.addAll(objects.keySet());
        ended.removeIf(each -> !each.contains(scope) || told.getOrDefault(each, 0L) > begun);
      }
      case TICK -> tick(event, event.getObservedAt().toEpochMilli());
      case GAP ->
        blind(kind).add(0, new long[] {
          event.getGap().getFrom().toEpochMilli(), event.getGap().getTo().toEpochMilli()
        });
      default -> {}
    }
    ended.forEach(objects::remove);
    return ended;
  }

  private void tick(ClusterEvent event, long now) {
    silence = 3L * event.getTickIntervalMillis();
    Set<String> untold = new HashSet<>(blind.keySet());
    for (KindCoverage each : event.getCoverage()) {
      String kind = each.getKind().toString();
      untold.remove(kind);
      long progress =
          each.getLastProgress() == null ? 0 : each.getLastProgress().toEpochMilli();
      if (each.getState() != CoverageState.SYNCED) {
        loses(kind, Math.min(now, each.getSince().toEpochMilli()));
      } else if (progress >= jumped.getOrDefault(kind, 0L)) {
        jumped.remove(kind);
        blind(kind).stream().filter(open -> open[1] == NEVER).forEach(open -> open[1] = now);
      }
    }
    untold.forEach(kind -> loses(kind, now));
  }

  /** The last controller below an MCPServer, or the object itself; null while an owner is not known by the uid named. */
  @Nullable
  String workload(String key) {
    JsonNode object = Objects.requireNonNull(objects.get(key));
    JsonNode owner = object.path("metadata").path("ownerReferences").path(0);
    if (owner.isMissingNode()) {
      return key;
    }
    String[] parts = key.split("/", -1);
    parts[1] = owner.path("apiVersion").asString().replaceFirst("/.*", "");
    parts[2] = owner.path("kind").asString();
    parts[4] = owner.path("name").asString();
    String above = String.join("/", parts);
    JsonNode parent = objects.get(above);
    boolean server = parts[2].equals("MCPServer");
    if (parent == null || !uid(parent).equals(owner.path("uid").asString())) {
      return server && !sees(parts[2], NEVER) ? key : null;
    }
    return server ? key : workload(above);
  }

  private static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asString();
  }
}
