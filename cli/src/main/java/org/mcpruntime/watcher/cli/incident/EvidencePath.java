package org.mcpruntime.watcher.cli.incident;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.Evidence;
import org.mcpruntime.watcher.schemas.avro.Incident;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Finds the values that evidence names in an object as the log holds it. */
final class EvidencePath {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** {@code name}, {@code name[element]}: an element has that index, or that name or type. */
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([^\\]]*)\\]");

  private EvidencePath() {}

  /** What the paths of an incident's evidence say in this object; nothing for evidence about other objects. */
  static List<Evidence> values(Incident incident, ClusterEvent event) {
    List<Evidence> values = new ArrayList<>();
    if (event.getObject() == null) {
      return values;
    }
    String resource = new ObjectRef(
            text(event.getGroup()),
            text(event.getKind()),
            text(event.getNamespace()),
            text(event.getName()))
        .words();
    JsonNode object;
    try {
      object = JSON.readTree(event.getObject().toString().getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return values;
    }
    for (Evidence evidence : incident.getEvidence()) {
      if (evidence.getResource().equals(resource)) {
        JsonNode found = find(object, evidence.getPath());
        if (!found.isMissingNode()) {
          values.add(new Evidence(resource, evidence.getPath(), text(found)));
        }
      }
    }
    return values;
  }

  private static String text(@Nullable CharSequence text) {
    return text == null ? "" : text.toString();
  }

  /** A condition as checks write it: what it is, and why. */
  private static String text(JsonNode found) {
    if (found.path("type").isString() && found.path("status").isString()) {
      return Stream.of("status", "reason", "message")
          .map(field -> found.path(field).asString(""))
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(" "));
    }
    return found.isValueNode() ? found.asString() : found.toString();
  }

  static JsonNode find(JsonNode object, String path) {
    JsonNode at = object;
    for (Matcher step = STEP.matcher(path); step.find() && !at.isMissingNode(); ) {
      at = step.group(1) != null ? at.path(step.group(1)) : element(at, step.group(2));
    }
    return at;
  }

  private static JsonNode element(JsonNode list, String name) {
    if (list.isObject()) {
      return list.path(name);
    }
    for (JsonNode each : list) {
      if (each.path("name").asString("").equals(name)
          || each.path("type").asString("").equals(name)) {
        return each;
      }
    }
    return name.matches("\\d{1,4}") ? list.path(Integer.parseInt(name)) : MissingNode.getInstance();
  }
}
