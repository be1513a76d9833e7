package org.mcpruntime.watcher.schemas.redaction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An object as the API gives it, and every change that redaction must make to it, no more and no less. */
record Fixture(String name, ObjectNode input, ObjectNode expected, List<String> pointers) {
  static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private static final List<String> NAMES = List.of(
      "pod",
      "cronjob",
      "operator",
      "traefik",
      "mcpserver",
      "grant",
      "session",
      "secret",
      "configmap",
      "policy",
      "event",
      "crd",
      "middleware");

  static List<Fixture> all() {
    return NAMES.stream().map(Fixture::read).toList();
  }

  static Fixture named(String name) {
    return read(name);
  }

  @Override
  public String toString() {
    return name;
  }

  private static Fixture read(String name) {
    try (InputStream in =
        Objects.requireNonNull(Fixture.class.getResourceAsStream(name + ".json"))) {
      JsonNode fixture = JSON.readTree(in);
      ObjectNode input = (ObjectNode) fixture.get("input");
      ObjectNode expected = input.deepCopy();
      List<String> pointers = new ArrayList<>();
      for (Map.Entry<String, JsonNode> replaced : fixture.get("replaced").properties()) {
        set(expected, replaced.getKey(), replaced.getValue());
        pointers.add(replaced.getKey());
      }
      for (JsonNode removed : fixture.get("removed")) {
        JsonPointer pointer = JsonPointer.compile(removed.stringValue());
        ObjectNode parent = (ObjectNode) expected.at(pointer.head());
        if (parent.remove(pointer.last().getMatchingProperty()) == null) {
          throw new IllegalStateException(name + " has no " + pointer);
        }
        pointers.add(removed.stringValue());
      }
      if (fixture.get("added") instanceof ObjectNode added) {
        expected.setAll(added);
      }
      return new Fixture(name, input, expected, pointers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void set(ObjectNode root, String path, JsonNode value) {
    JsonPointer pointer = JsonPointer.compile(path);
    if (root.at(pointer).isMissingNode()) {
      throw new IllegalStateException("no " + path);
    }
    JsonNode parent = root.at(pointer.head());
    if (parent instanceof ArrayNode array) {
      array.set(pointer.last().getMatchingIndex(), value);
    } else {
      ((ObjectNode) parent).set(pointer.last().getMatchingProperty(), value);
    }
  }
}
