package org.mcpruntime.watcher.checks.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.facts.ExtractionException;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every manifest of every fixture, as it is and damaged in every place. */
final class ShapesTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<JsonNode> WRONG = List.of(
      JSON.nullNode(),
      JSON.stringNode("[truncated]"),
      JSON.numberNode(7),
      JSON.numberNode(Long.MAX_VALUE),
      JSON.numberNode(0.5),
      JSON.booleanNode(true),
      JSON.arrayNode(),
      JSON.arrayNode().add(JSON.nullNode()).add("x").addArray(),
      JSON.objectNode());

  @Test
  void factsStaySmallAndSurviveTheirBytes() {
    for (JsonNode manifest : manifests()) {
      Facts facts = Fixture.publish(manifest).orElse(null);
      if (facts != null) {
        byte[] bytes = FactsCodec.encode(facts);
        assertThat(bytes).as(manifest.toString()).hasSizeLessThan(1_024);
        assertThat(FactsCodec.decode(bytes)).isEqualTo(facts);
      }
    }
  }

  /** A pod of many containers that all fail is as large as facts of a common object get. */
  @Test
  void factsOfALargePodStayBounded() {
    ObjectNode pod = (ObjectNode) JsonMapper.shared().readTree("""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n"},"spec":{},"status":{}}
        """);
    ArrayNode containers = ((ObjectNode) pod.get("spec")).putArray("containers");
    ArrayNode statuses = ((ObjectNode) pod.get("status")).putArray("containerStatuses");
    for (int i = 0; i < 5; i++) {
      containers.addObject().put("name", "c" + i).put("image", "registry.local/team/image:" + i);
      ObjectNode waiting =
          statuses.addObject().put("name", "c" + i).putObject("state").putObject("waiting");
      waiting.put("reason", "ErrImagePull").put("message", "failed to pull ".repeat(500));
    }
    assertThat(Fixture.publish(pod).map(FactsCodec::encode))
        .hasValueSatisfying(bytes -> assertThat(bytes).hasSizeLessThan(3_072));
  }

  @Test
  void aDamagedObjectGivesFactsOrNamesThePlace() {
    int cases = 0;
    for (JsonNode manifest : shapes()) {
      for (JsonNode damaged : damaged(manifest)) {
        cases++;
        assertThat(extracts(damaged, false)).isTrue();
        assertThat(extracts(damaged, true)).isTrue();
      }
    }
    assertThat(cases).isGreaterThan(10_000);
  }

  private static boolean extracts(JsonNode object, boolean truncated) {
    try {
      Optional<Facts> facts = Extractors.extract(object.toString().getBytes(UTF_8), truncated);
      return facts.isEmpty()
          || FactsCodec.decode(FactsCodec.encode(facts.get())).equals(facts.get());
    } catch (ExtractionException e) {
      return String.valueOf(e.getMessage()).startsWith(".");
    }
  }

  /** A copy for each place and each wrong value. */
  private static List<JsonNode> damaged(JsonNode root) {
    List<JsonNode> copies = new ArrayList<>();
    damage(root, root, copies);
    return copies;
  }

  private static void damage(JsonNode root, JsonNode node, List<JsonNode> copies) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode kept = object.get(name);
        for (JsonNode wrong : WRONG) {
          object.set(name, wrong);
          copies.add(root.deepCopy());
        }
        object.remove(name);
        copies.add(root.deepCopy());
        object.set(name, kept);
        damage(root, kept, copies);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        damage(root, array.get(i), copies);
      }
    }
  }

  private static List<JsonNode> manifests() {
    return Fixture.all().stream()
        .flatMap(fixture -> fixture.root().at("/given/objects").valueStream())
        .distinct()
        .toList();
  }

  /** One manifest of each shape: values are damaged anyway. */
  private static Collection<JsonNode> shapes() {
    Map<String, JsonNode> byShape = new TreeMap<>();
    manifests()
        .forEach(manifest ->
            byShape.putIfAbsent(manifest.at("/kind").asString() + shape(manifest), manifest));
    return byShape.values();
  }

  private static String shape(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(member -> member.getKey() + shape(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return node.isArray()
        ? node.valueStream()
            .map(ShapesTest::shape)
            .distinct()
            .collect(Collectors.joining(",", "[", "]"))
        : "";
  }
}
