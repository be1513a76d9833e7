package org.mcpruntime.watcher.cli.replay;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.incident.AvroJson;
import org.mcpruntime.watcher.correlator.replay.BackTest;
import org.mcpruntime.watcher.correlator.replay.BackTest.Change;
import org.mcpruntime.watcher.correlator.replay.BackTest.Outcome;
import org.mcpruntime.watcher.correlator.replay.Difference;
import org.mcpruntime.watcher.correlator.replay.Timeline;
import org.mcpruntime.watcher.correlator.replay.Verification;
import org.mcpruntime.watcher.schemas.avro.Incident;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Replays for programs; times in UTC. */
public final class ReplayJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReplayJson() {}

  /** The incident records of a stretch. */
  public static ObjectNode timeline(
      String cluster, Instant from, Instant to, Timeline.Played played, List<Incident> told) {
    ObjectNode node = head(cluster, from, to);
    read(node, played.events(), played.unreadable());
    node.put("trueFrom", time(played.trueFrom()));
    incidents(node.putArray("incidents"), told);
    return node;
  }

  public static ObjectNode verification(
      String cluster, Instant from, Instant to, Verification verification) {
    ObjectNode node = head(cluster, from, to);
    read(node, verification.events(), verification.unreadable());
    node.put("compared", verification.compared());
    node.put("differences", verification.differences());
    node.put("identical", verification.identical());
    node.set("firstDifference", first(verification.first()));
    ArrayNode gaps = node.putArray("notCompared");
    for (Verification.Unverified gap : verification.notCompared()) {
      gaps.addObject()
          .put("from", time(gap.from()))
          .put("to", time(gap.to()))
          .put("why", gap.why());
    }
    return node;
  }

  public static ObjectNode backTest(
      String cluster, Instant from, Instant to, BackTest.Result result, List<Change> changes) {
    ObjectNode node = head(cluster, from, to);
    read(node, result.played().events(), result.played().unreadable());
    node.put("incidentsNow", result.before());
    node.put("incidentsThen", result.after());
    ObjectNode namespaces = node.putObject("namespaces");
    for (Map.Entry<String, Map<Outcome, Integer>> entry :
        BackTestText.counts(changes).entrySet()) {
      ObjectNode counts = namespaces.putObject(entry.getKey());
      for (Outcome outcome : Outcome.values()) {
        counts.put(name(outcome), entry.getValue().getOrDefault(outcome, 0));
      }
    }
    ArrayNode array = node.putArray("changes");
    for (Change change : changes) {
      ObjectNode each = array.addObject();
      each.put("key", change.key());
      each.put("outcome", name(change.outcome()));
      incidents(each.putArray("now"), change.before());
      incidents(each.putArray("then"), change.after());
    }
    return node;
  }

  private static JsonNode first(@Nullable Difference first) {
    if (first == null) {
      return NODES.nullNode();
    }
    ObjectNode node = NODES.objectNode();
    node.put("field", first.field());
    node.set("published", first.published() == null ? null : AvroJson.of(first.published()));
    node.set("replayed", first.replayed() == null ? null : AvroJson.of(first.replayed()));
    node.putObject("record")
        .put("topic", first.record().topic())
        .put("partition", first.record().partition())
        .put("offset", first.record().offset())
        .put("time", time(first.record().timestamp()))
        .put("key", first.record().key());
    return node;
  }

  private static ObjectNode head(String cluster, Instant from, Instant to) {
    return NODES
        .objectNode()
        .put("cluster", cluster)
        .put("from", from.toString())
        .put("to", to.toString());
  }

  private static void read(ObjectNode node, long events, long unreadable) {
    node.put("events", events).put("unreadable", unreadable);
  }

  private static void incidents(ArrayNode array, List<Incident> incidents) {
    incidents.forEach(incident -> array.add(AvroJson.of(incident)));
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /** Null for a time that never comes. */
  private static @Nullable String time(long millis) {
    return millis == Long.MAX_VALUE ? null : Instant.ofEpochMilli(millis).toString();
  }
}
