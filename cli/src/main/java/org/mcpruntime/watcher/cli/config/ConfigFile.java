package org.mcpruntime.watcher.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a YAML file as flat keys. Sections may be nested or written with dots. */
final class ConfigFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ConfigFile() {}

  static Map<String, String> read(Path file, List<Problem> problems) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      JsonNode root = YAML.readTree(Files.readString(file));
      if (root.isObject()) {
        flatten("", root, values, file, problems);
      } else if (!root.isNull() && !root.isMissingNode()) {
        problems.add(new Problem(
            file.toString(), "must hold keys and values (example: topics.prefix: mcp.)"));
      }
    } catch (NoSuchFileException e) {
      problems.add(new Problem(file.toString(), "there is no such file"));
    } catch (IOException e) {
      problems.add(new Problem(file.toString(), "cannot be read: " + e.getMessage()));
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("syntax error");
      problems.add(new Problem(file.toString(), "is not YAML" + where + ": " + what));
    }
    return values;
  }

  private static void flatten(
      String prefix, JsonNode node, Map<String, String> values, Path file, List<Problem> problems) {
    node.properties().forEach(property -> {
      String key = prefix.isEmpty() ? property.getKey() : prefix + "." + property.getKey();
      JsonNode value = property.getValue();
      if (value.isObject()) {
        flatten(key, value, values, file, problems);
      } else if (!value.isNull() && values.put(key, text(value)) != null) {
        problems.add(new Problem(key, "is given twice in " + file));
      }
    });
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asString();
    }
    List<String> parts = new ArrayList<>();
    value.forEach(part -> parts.add(part.asString()));
    return String.join(",", parts);
  }
}
