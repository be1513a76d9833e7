package org.mcpruntime.watcher.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The objects of canaries.yaml, with the secrets that stand in them and the words that must be published. */
final class Plants {
  /** Part of every secret and of nothing else. */
  static final String MARK = "KQ7CANARY";

  private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]+)}");
  private static final Pattern KEPT = Pattern.compile("keep-[a-z-]*[a-z]|KEEP_[A-Z_]*[A-Z]");
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  /** An object and where the API serves it. */
  record Plant(ResourceType type, ObjectNode object) {}

  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final List<Plant> plants = new ArrayList<>();
  private final Set<String> kept = new TreeSet<>();

  private Plants() {}

  static Plants read() throws IOException {
    Plants plants = new Plants();
    String text;
    try (InputStream in =
        Objects.requireNonNull(Plants.class.getResourceAsStream("canaries.yaml"))) {
      text = new String(in.readAllBytes(), UTF_8);
    }
    String objects = text.lines().filter(line -> !line.startsWith("#")).reduce("", Plants::lines);
    Matcher words = KEPT.matcher(objects);
    while (words.find()) {
      plants.kept.add(words.group());
    }
    String planted = PLACE.matcher(objects).replaceAll(place -> plants.secret(place.group(1)));
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(planted)) {
      documents.forEachRemaining(document ->
          plants.plants.add(new Plant(type((ObjectNode) document), (ObjectNode) document)));
    }
    return plants;
  }

  /** A secret of its own for a place. */
  String secret(String place) {
    String secret = "%s%04dX9Z".formatted(MARK, secrets.size());
    if (secrets.put(place, secret) != null) {
      throw new IllegalArgumentException("two places are called " + place);
    }
    return secret;
  }

  List<Plant> plants() {
    return plants;
  }

  /** Words that must be published. */
  Set<String> kept() {
    return kept;
  }

  /** The places whose secret is in the bytes. */
  List<String> leaks(byte[] bytes) {
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    if (!text.contains(MARK)) {
      return List.of();
    }
    List<String> places = secrets.entrySet().stream()
        .filter(secret -> text.contains(secret.getValue()))
        .map(Map.Entry::getKey)
        .toList();
    return places.isEmpty() ? List.of("part of a secret") : places;
  }

  private static ResourceType type(ObjectNode object) {
    String apiVersion = object.path("apiVersion").stringValue();
    String kind = object.path("kind").stringValue();
    return ResourceTypes.of(apiVersion, kind).orElseGet(() -> {
      int slash = apiVersion.indexOf('/');
      return ResourceType.namespaced(
          slash < 0 ? "" : apiVersion.substring(0, slash),
          apiVersion.substring(slash + 1),
          kind,
          kind.toLowerCase(java.util.Locale.ROOT) + "s");
    });
  }

  private static String lines(String before, String line) {
    return before + line + "\n";
  }
}
