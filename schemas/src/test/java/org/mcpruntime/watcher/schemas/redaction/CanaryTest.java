package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Secrets planted in every place named in the rules; none may come out. */
class CanaryTest {
  private static final long SEED = 20261123L;

  /** Members whose whole value is denied, so that any shape below them must go. */
  private static final Set<String> DENIED = Set.of(
      "env",
      "envVars",
      "command",
      "args",
      "httpHeaders",
      "stringData",
      "binaryData",
      "humanID",
      "agentID",
      "managedFields",
      "customRequestHeaders");

  static Stream<Arguments> plantedObjects() {
    return Canaries.objects().entrySet().stream().flatMap(object -> Stream.of(Spelling.values())
        .map(spelling -> Arguments.of(object.getKey(), spelling, object.getValue())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("plantedObjects")
  void noPlantedSecretComesOut(String name, Spelling spelling, ObjectNode object) throws Exception {
    // Given
    assertThat(Canaries.contains(object)).isTrue();

    // When
    byte[] bytes = spelling.write(object);
    RedactedObject redacted = redact(bytes, null);

    // Then
    assertClean(redacted);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("plantedObjects")
  void noPlantedSecretComesOutOfAListItem(String name, Spelling spelling, ObjectNode object)
      throws Exception {
    // Given
    ObjectNode item = object.deepCopy();
    item.remove(List.of("kind", "apiVersion"));

    // When
    byte[] bytes = spelling.write(item);

    // Then
    assertClean(Redactor.standard()
        .redact(
            bytes,
            0,
            bytes.length,
            object.path("apiVersion").stringValue("v1"),
            object.get("kind").stringValue()));
    assertClean(redact(bytes, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"env\":[{\"name\":\"MCP_CLUSTER_NAME\",\"value\":\"%s\",\"name\":\"B\"}]}",
        "{\"env\":[{\"name\":\"A\",\"value\":\"%s\",\"name\":\"MCP_CLUSTER_NAME\"}]}",
        "{\"env\":[{\"name\":\"A\",\"value\":\"x\",\"value\":\"%s\"}]}",
        "{\"env\":[{\"name\":\"MCP_CLUSTER_NAME\",\"value\":[\"%s\"]}]}",
        "{\"env\":[],\"env\":[{\"value\":\"%s\"}],\"\\u0065nv\":\"%s\"}",
        "{\"kind\":\"Secret\",\"data\":{\"a\":\"%s\"},\"kind\":\"ConfigMap\"}",
        "{\"kind\":\"ConfigMap\",\"data\":{\"a\":\"%s\"},\"kind\":\"Secret\"}",
        "{\"data\":{\"a\":\"%s\"},\"kind\":\"ConfigMap\",\"kind\":\"Secret\"}",
        "{\"data\":\"%s\",\"kind\":\"ConfigMap\"}",
        "{\"\\u0064ata\":{\"policy.json\":\"%s\"},\"metadata\":{\"name\":\"a-gateway-policy\"},\"kind\":\"ConfigMap\"}",
        "{\"metadata\":{\"name\":5,\"uid\":{\"a\":\"%s\"},\"annotations\":\"%s\"}}",
        "{\"spec\":{\"command\":\"%s\",\"args\":{\"0\":\"%s\"},\"httpHeaders\":\"%s\"}}",
        "{\"metadata\":{\"annotations\":{\"a\":\"\\u007b\\\"b\\\":\\\"%s\\\"}\"}}}",
        "{\"status\":{\"message\":\"pass\\u0077ord\\u003d%s\"}}",
        "{\"status\":{\"message\":\"a \\\"password\\\":\\\"%s\\\" b\"}}"
      })
  void noSecretHidesInOddSpellings(String shape) throws Exception {
    byte[] bytes = shape.replace("%s", Canaries.MARK).getBytes(UTF_8);
    assertClean(redact(bytes, null));
    assertClean(redact(bytes, "ConfigMap"));
    assertClean(redact(bytes, "Pod"));
  }

  @Test
  void noSecretComesOutOfUnexpectedShapes() throws Exception {
    Random random = new Random(SEED);
    List<ObjectNode> objects = List.copyOf(Canaries.objects().values());
    List<Spelling> spellings = List.of(Spelling.values());
    for (int round = 0; round < 2_000; round++) {
      // Given
      ObjectNode object = objects.get(random.nextInt(objects.size())).deepCopy();
      distort(object, false, random);
      Spelling spelling = spellings.get(random.nextInt(spellings.size()));

      // When
      RedactedObject redacted =
          redact(spelling.write(object), random.nextBoolean() ? null : "Thing");

      // Then
      assertClean(redacted);
    }
  }

  @Test
  void damagedBytesGiveValidJsonOrAnErrorThatQuotesNothing() {
    Random random = new Random(SEED);
    List<byte[]> texts = Stream.concat(
            Canaries.objects().values().stream(), Fixture.all().stream().map(Fixture::input))
        .map(Spelling.COMPACT::write)
        .toList();
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = damage(texts.get(random.nextInt(texts.size())), random);
      try {
        RedactedObject redacted = redact(damaged, null);
        assertThat(Fixture.JSON.readTree(redacted.json()).isObject()).isTrue();
      } catch (MalformedJsonException e) {
        assertThat(e)
            .hasMessageNotContaining(Canaries.MARK)
            .hasMessageEndingWith(" at byte " + e.position());
        assertThat(e.position()).isBetween(0, damaged.length);
        assertThat(e).hasNoCause();
      }
    }
  }

  @Test
  void everyCutIsNoticed() {
    byte[] whole = Spelling.ESCAPED_INITIALS.write(Fixture.named("pod").input());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(fails(cut)).as("cut at %s", length).isTrue();
    }
  }

  private static boolean fails(byte[] bytes) {
    try {
      redact(bytes, null);
      return false;
    } catch (MalformedJsonException e) {
      return true;
    }
  }

  private static byte[] damage(byte[] text, Random random) {
    byte[] damaged = text.clone();
    for (int times = random.nextInt(4); times >= 0; times--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(5)) {
        case 0 -> damaged = Arrays.copyOf(damaged, at + 1);
        case 1 -> damaged[at] = (byte) random.nextInt(256);
        case 2 -> damaged[at] = (byte) "{}[]\",:\\ 0-e.tfnu".charAt(random.nextInt(17));
        case 3 -> System.arraycopy(damaged, at, damaged, at / 2, damaged.length - at);
        default -> damaged[at] = damaged[random.nextInt(damaged.length)];
      }
    }
    return damaged;
  }

  private static void distort(JsonNode node, boolean denied, Random random) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        boolean below = denied || DENIED.contains(name);
        distort(object.get(name), below, random);
        if (below && !name.equals("name") && random.nextInt(3) == 0) {
          object.set(name, wrapped(object.get(name), random));
        }
      }
      if (random.nextInt(4) == 0) {
        object.put("extra-" + random.nextInt(10), random.nextInt());
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        distort(array.get(i), denied, random);
        if (denied && random.nextInt(3) == 0) {
          array.set(i, wrapped(array.get(i), random));
        }
      }
    }
  }

  private static JsonNode wrapped(JsonNode node, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Fixture.JSON.createArrayNode().add(node);
      case 1 -> Fixture.JSON.createObjectNode().set("w", node);
      case 2 -> Fixture.JSON.createObjectNode().set("valueFrom2", node);
      default -> Fixture.JSON.getNodeFactory().stringNode(node.toString());
    };
  }

  private static void assertClean(RedactedObject redacted) throws Exception {
    JsonNode tree = Fixture.JSON.readTree(redacted.json());
    assertThat(Canaries.leaks(tree)).isEmpty();
    assertThat(new String(redacted.json(), UTF_8).contains(Canaries.MARK)).isFalse();
    assertThat(redacted.redacted().toString()).doesNotContain(Canaries.MARK);
  }

  private static RedactedObject redact(byte[] bytes, @Nullable String kind)
      throws MalformedJsonException {
    return Redactor.standard()
        .redact(bytes, 0, bytes.length, kind == null ? null : "example.com/v1", kind);
  }
}
