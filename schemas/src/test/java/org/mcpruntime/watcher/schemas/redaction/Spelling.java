package org.mcpruntime.watcher.schemas.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Ways to write the same JSON value that a reader must not notice. */
enum Spelling {
  COMPACT,
  /** White space wherever it may stand. */
  SPACED,
  /** Members in reverse order. */
  REVERSED,
  /** Every name and every text in escapes only. */
  ESCAPED,
  /** The first letter of every name escaped. */
  ESCAPED_INITIALS,
  /** Every member stands twice. */
  DOUBLED;

  byte[] write(JsonNode value) {
    StringBuilder out = new StringBuilder();
    value(out, value);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(StringBuilder out, JsonNode value) {
    gap(out);
    if (value.isObject()) {
      object(out, value);
    } else if (value.isArray()) {
      out.append('[');
      for (int i = 0; i < value.size(); i++) {
        out.append(i == 0 ? "" : ",");
        value(out, value.get(i));
      }
      gap(out);
      out.append(']');
    } else if (value.isString()) {
      text(out, value.stringValue(), this == ESCAPED ? Integer.MAX_VALUE : 0);
    } else {
      out.append(value);
    }
    gap(out);
  }

  private void object(StringBuilder out, JsonNode value) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(value.properties());
    if (this == REVERSED) {
      Collections.reverse(members);
    }
    char before = '{';
    for (Map.Entry<String, JsonNode> member : members) {
      for (int times = this == DOUBLED ? 2 : 1; times > 0; times--) {
        out.append(before);
        gap(out);
        text(
            out,
            member.getKey(),
            this == ESCAPED ? Integer.MAX_VALUE : this == ESCAPED_INITIALS ? 1 : 0);
        gap(out);
        out.append(':');
        value(out, member.getValue());
        before = ',';
      }
    }
    out.append(before == '{' ? "{" : "");
    gap(out);
    out.append('}');
  }

  private void gap(StringBuilder out) {
    out.append(this == SPACED ? "\r\n\t " : "");
  }

  private static void text(StringBuilder out, String text, int escaped) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i < escaped || c < ' ' || c == '"' || c == '\\') {
        out.append(String.format("\\u%04X", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
