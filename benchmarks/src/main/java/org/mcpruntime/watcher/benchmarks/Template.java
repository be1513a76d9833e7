package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** An object of a real cluster's shape, as JSON with holes such as {@code @NAME@}. */
final class Template {

  private static final Pattern HOLE = Pattern.compile("@([A-Z0-9_]+)@");
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What stands between the holes; one more than there are holes. */
  private final List<String> texts = new ArrayList<>();

  private final List<String> holes = new ArrayList<>();

  private Template(String text) {
    Matcher matcher = HOLE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      texts.add(text.substring(from, matcher.start()));
      holes.add(matcher.group(1));
      from = matcher.end();
    }
    texts.add(text.substring(from));
  }

  static Template of(String name) {
    try (InputStream in = Template.class.getResourceAsStream("mix/" + name + ".template")) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object without white space, as an API server writes it. */
  byte[] fill(Map<String, String> values) {
    StringBuilder filled = new StringBuilder(texts.get(0));
    for (int i = 0; i < holes.size(); i++) {
      String value = values.get(holes.get(i));
      if (value == null) {
        throw new IllegalArgumentException(holes.get(i) + " is not filled");
      }
      filled.append(value).append(texts.get(i + 1));
    }
    return JSON.writeValueAsBytes(JSON.readTree(filled.toString()));
  }
}
