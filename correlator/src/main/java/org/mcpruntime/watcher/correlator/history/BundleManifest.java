package org.mcpruntime.watcher.correlator.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a bundle says of itself.
 *
 * @param build version of the program that wrote it
 * @param incident id of the incident it was made for
 * @param key its key
 * @param from begin of the window; what comes before is there to know the state at this time
 * @param to end of the window
 * @param topic of the events, as provenance names it
 * @param beginOffset from where the records are complete, for the namespaces that are in it
 * @param evaluatedThrough up to when incidents had been told when it was written
 * @param namespaces whose objects are in it, besides all cluster-scoped ones
 * @param policies rules that the cluster was evaluated with
 * @param events how many records of the log are in it; -1 when it does not say
 * @param incidents how many incident records are in it; -1 when it does not say
 */
public record BundleManifest(
    String build,
    String cluster,
    String incident,
    String key,
    Instant from,
    Instant to,
    String topic,
    int partition,
    long beginOffset,
    Instant evaluatedThrough,
    List<String> namespaces,
    List<Policy> policies,
    long events,
    long incidents) {

  /** Before anything is written, or by a program that did not count. */
  public static final long NOT_COUNTED = -1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public BundleManifest {
    namespaces = List.copyOf(new TreeSet<>(namespaces));
    policies = List.copyOf(policies);
  }

  BundleManifest counted(long eventsWritten, long incidentsWritten) {
    return new BundleManifest(
        build,
        cluster,
        incident,
        key,
        from,
        to,
        topic,
        partition,
        beginOffset,
        evaluatedThrough,
        namespaces,
        policies,
        eventsWritten,
        incidentsWritten);
  }

  byte[] json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("format", BundleFile.VERSION);
    node.put("build", build);
    node.put("cluster", cluster);
    node.put("incident", incident);
    node.put("key", key);
    node.put("from", from.toString());
    node.put("to", to.toString());
    node.put("topic", topic);
    node.put("partition", partition);
    node.put("beginOffset", beginOffset);
    node.put("evaluatedThrough", evaluatedThrough.toString());
    node.put("events", events);
    node.put("incidents", incidents);
    ArrayNode names = node.putArray("namespaces");
    namespaces.forEach(names::add);
    ArrayNode rules = node.putArray("rules");
    policies.forEach(policy -> rules
        .addObject()
        .put("since", Instant.ofEpochMilli(policy.since()).toString())
        .put("rulesHash", policy.rulesHash())
        .put("build", policy.build())
        .put("rules", policy.rules()));
    return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
  }

  /** @throws BundleException when it is not the manifest of a bundle that this program can read */
  static BundleManifest read(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      int format = node.path("format").asInt(0);
      if (format != BundleFile.VERSION) {
        throw new BundleException("is a bundle of format " + format + "; this program reads format "
            + BundleFile.VERSION);
      }
      List<String> namespaces = new ArrayList<>();
      node.path("namespaces").forEach(each -> namespaces.add(each.asString()));
      List<Policy> policies = new ArrayList<>();
      node.path("rules")
          .forEach(each -> policies.add(new Policy(
              Instant.parse(each.path("since").asString()).toEpochMilli(),
              each.path("rulesHash").asString(),
              each.path("rules").asString(),
              text(each.path("build")))));
      return new BundleManifest(
          node.path("build").asString(),
          node.path("cluster").asString(),
          node.path("incident").asString(),
          node.path("key").asString(),
          Instant.parse(node.path("from").asString()),
          Instant.parse(node.path("to").asString()),
          node.path("topic").asString(),
          node.path("partition").asInt(),
          node.path("beginOffset").asLong(),
          Instant.parse(node.path("evaluatedThrough").asString()),
          namespaces,
          policies,
          node.path("events").asLong(NOT_COUNTED),
          node.path("incidents").asLong(NOT_COUNTED));
    } catch (JacksonException e) {
      throw new BundleException("has a manifest that cannot be read: " + e.getOriginalMessage());
    } catch (DateTimeParseException e) {
      throw new BundleException("has a manifest that cannot be read: " + e.getMessage());
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }
}
