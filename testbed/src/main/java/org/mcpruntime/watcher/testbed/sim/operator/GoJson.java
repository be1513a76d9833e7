package org.mcpruntime.watcher.testbed.sim.operator;

import java.util.Iterator;
import tools.jackson.databind.JsonNode;

/** JSON as Go's encoder writes it, which the revision of a policy is computed over. */
final class GoJson {
  private GoJson() {}

  static String compact(JsonNode node) {
    StringBuilder text = new StringBuilder();
    write(text, node, "", "");
    return text.toString();
  }

  /** With line breaks and an indent of two blanks a level. */
  static String indented(JsonNode node) {
    StringBuilder text = new StringBuilder();
    write(text, node, "\n", "  ");
    return text.toString();
  }

  /** The line break carries the current indent; it is empty when compact. */
  private static void write(StringBuilder text, JsonNode node, String lineBreak, String indent) {
    if (node.isObject() && !node.isEmpty()) {
      String inner = lineBreak + indent;
      char separator = '{';
      for (var member : node.properties()) {
        text.append(separator).append(inner);
        string(text, member.getKey());
        text.append(indent.isEmpty() ? ":" : ": ");
        write(text, member.getValue(), inner, indent);
        separator = ',';
      }
      text.append(lineBreak).append('}');
    } else if (node.isArray() && !node.isEmpty()) {
      String inner = lineBreak + indent;
      text.append('[');
      for (Iterator<JsonNode> elements = node.iterator(); elements.hasNext(); ) {
        text.append(inner);
        write(text, elements.next(), inner, indent);
        text.append(elements.hasNext() ? "," : "");
      }
      text.append(lineBreak).append(']');
    } else if (node.isString()) {
      string(text, node.stringValue());
    } else {
      text.append(node);
    }
  }

  private static void string(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '<', '>', '&', '\u2028', '\u2029' -> escape(text, c);
        default -> {
          if (c < ' ') {
            escape(text, c);
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static void escape(StringBuilder text, char c) {
    text.append("\\u%04x".formatted((int) c));
  }
}
