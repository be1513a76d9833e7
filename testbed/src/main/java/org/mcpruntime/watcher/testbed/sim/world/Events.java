package org.mcpruntime.watcher.testbed.sim.world;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Events as the recorders of real components do: a repeated one raises the count of its
 * Event; more than {@value #DISTINCT} different messages of one reason are combined into one Event;
 * and about one object a component says at most {@value #BURST} things, then one in five minutes.
 * What was said lives in memory only, as theirs does, so it starts anew with the process.
 */
public final class Events {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int DISTINCT = 10;
  private static final int BURST = 25;
  private static final int MEMORY = 4096;
  private static final Duration REFILL = Duration.ofMinutes(5);
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final World world;
  private final Map<String, Similar> similar = new HashMap<>();
  private final Map<String, Bucket> buckets = new HashMap<>();
  private final Map<String, Ref> known = new HashMap<>();
  private long written;

  public Events(World world) {
    this.world = world;
  }

  /** Who speaks: the component, and the node for a kubelet (else empty). */
  public record Source(String component, String host) {
    public static Source of(String component) {
      return new Source(component, "");
    }
  }

  public void normal(Source source, ObjectNode object, String reason, String message) {
    record(source, object, "", "Normal", reason, message);
  }

  public void warning(Source source, ObjectNode object, String reason, String message) {
    record(source, object, "", "Warning", reason, message);
  }

  /** About one container of a pod. */
  public void normal(
      Source source, ObjectNode pod, String container, String reason, String message) {
    record(source, pod, "spec.containers{" + container + "}", "Normal", reason, message);
  }

  public void warning(
      Source source, ObjectNode pod, String container, String reason, String message) {
    record(source, pod, "spec.containers{" + container + "}", "Warning", reason, message);
  }

  /** In the form of the newer API: an event time, an action, no count. */
  public void scheduled(ObjectNode pod, String type, String reason, String action, String note) {
    ObjectNode event = event(pod, "");
    event.put("reason", reason).put("message", note);
    event.putObject("source");
    event.putNull("firstTimestamp").putNull("lastTimestamp");
    event
        .put("type", type)
        .put("eventTime", MICROS.format(world.now()))
        .put("action", action)
        .put("reportingComponent", "default-scheduler")
        .put("reportingInstance", "default-scheduler-node-1");
    world.create("k3s", ResourceTypes.EVENT, event);
  }

  private void record(
      Source source,
      ObjectNode object,
      String fieldPath,
      String type,
      String reason,
      String message) {
    if (known.size() > MEMORY) {
      known.clear();
      similar.clear();
      buckets.clear();
    }
    Instant now = world.now();
    String about = source.component() + "/" + source.host() + "/" + Json.uid(object);
    if (!buckets.computeIfAbsent(about, ignored -> new Bucket(now)).take(now)) {
      return;
    }
    String kind = about + "/" + type + "/" + reason;
    boolean combined = similar.computeIfAbsent(kind, ignored -> new Similar()).isMany(message, now);
    String text = combined ? "(combined from similar events): " + message : message;
    String identity = combined ? kind : kind + "/" + fieldPath + "/" + message;
    Ref ref = known.get(identity);
    ObjectNode previous = ref == null ? null : world.get(ref);
    if (previous != null) {
      ObjectNode repeated = previous.deepCopy();
      repeated.put("message", text);
      repeated.put("lastTimestamp", world.timestamp());
      repeated.put("count", Json.number(repeated, 1, "count") + 1);
      world.update(manager(source), ResourceTypes.EVENT, repeated);
      return;
    }
    ObjectNode event = event(object, fieldPath);
    event.put("reason", reason).put("message", text);
    ObjectNode from = event.putObject("source").put("component", source.component());
    if (!source.host().isEmpty()) {
      from.put("host", source.host());
    }
    event
        .put("firstTimestamp", world.timestamp())
        .put("lastTimestamp", world.timestamp())
        .put("count", 1)
        .put("type", type)
        .putNull("eventTime")
        .put("reportingComponent", source.component())
        .put("reportingInstance", source.host());
    ObjectNode stored = world.create(manager(source), ResourceTypes.EVENT, event);
    known.put(identity, Ref.of(ResourceTypes.EVENT, stored));
  }

  private ObjectNode event(ObjectNode object, String fieldPath) {
    String namespace = Json.namespace(object);
    long nanos = world.now().toEpochMilli() * 1_000_000
        + Long.remainderUnsigned(world.dice().bits(Json.uid(object), written++), 1_000_000);
    ObjectNode event = Json.object();
    Json.metadata(event)
        .put("name", Json.name(object) + "." + Long.toHexString(nanos))
        .put("namespace", namespace.isEmpty() ? "default" : namespace);
    ObjectNode about = event.putObject("involvedObject");
    about.put("kind", Json.text(object, "kind"));
    if (!namespace.isEmpty()) {
      about.put("namespace", namespace);
    }
    about
        .put("name", Json.name(object))
        .put("uid", Json.uid(object))
        .put("apiVersion", Json.text(object, "apiVersion"))
        .put("resourceVersion", Json.text(object, "metadata", "resourceVersion"));
    if (!fieldPath.isEmpty()) {
      about.put("fieldPath", fieldPath);
    }
    return event;
  }

  private static String manager(Source source) {
    return source.component().equals("mcp-runtime-operator") ? "operator" : "k3s";
  }

  private static final class Similar {
    private final Set<String> messages = new LinkedHashSet<>();
    private Instant last = Instant.EPOCH;

    boolean isMany(String message, Instant now) {
      if (last.plus(WINDOW).isBefore(now)) {
        messages.clear();
      }
      last = now;
      messages.add(message);
      return messages.size() >= DISTINCT;
    }
  }

  private static final class Bucket {
    private double tokens = BURST;
    private Instant filled;

    Bucket(Instant now) {
      this.filled = now;
    }

    boolean take(Instant now) {
      double gained = (double) Duration.between(filled, now).toMillis() / REFILL.toMillis();
      tokens = Math.min(BURST, tokens + gained);
      filled = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
