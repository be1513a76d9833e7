package org.mcpruntime.watcher.cli.output;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Results for programs. */
public final class Documents {

  private static final JsonMapper LINE = JsonMapper.builder().build();
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final YAMLMapper YAML = YAMLMapper.builder()
      .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
      .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
      .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
      .build();

  private Documents() {}

  /** Indented JSON, or YAML. */
  public static void write(PrintWriter out, Format format, JsonNode document) {
    if (format == Format.YAML) {
      out.print(YAML.writeValueAsString(document));
    } else {
      out.println(PRETTY.writeValueAsString(document));
    }
    out.flush();
  }

  /** One of several: a line of JSON, or a YAML document with its marker. */
  public static void writeNext(PrintWriter out, Format format, JsonNode document) {
    if (format == Format.YAML) {
      out.println("---");
      out.print(YAML.writeValueAsString(document));
    } else {
      out.println(LINE.writeValueAsString(document));
    }
    out.flush();
  }
}
