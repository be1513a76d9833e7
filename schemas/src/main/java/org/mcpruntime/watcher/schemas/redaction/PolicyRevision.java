package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revision of a gateway policy as its writer computes it: SHA-256 over the compact document with an empty {@code
 * revision} and without {@code generated_at}. The writer is a Go program, so the text is escaped as Go does; the order
 * of the members is that of the document.
 */
final class PolicyRevision {
  private PolicyRevision() {}

  /** {@code sha256:} and 64 hexadecimal digits. */
  static String of(ObjectNode policy) {
    StringBuilder text = new StringBuilder();
    text.append('{');
    for (Map.Entry<String, JsonNode> member : policy.properties()) {
      if (member.getKey().equals("generated_at")) {
        continue;
      }
      text.append(text.length() == 1 ? "" : ",");
      string(text, member.getKey());
      text.append(':');
      if (member.getKey().equals("revision")) {
        string(text, "");
      } else {
        value(text, member.getValue());
      }
    }
    text.append('}');
    return "sha256:" + HexFormat.of().formatHex(sha256(text.toString().getBytes(UTF_8)));
  }

  private static void value(StringBuilder out, JsonNode value) {
    if (value.isObject()) {
      char before = '{';
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        out.append(before);
        string(out, member.getKey());
        out.append(':');
        value(out, member.getValue());
        before = ',';
      }
      out.append(before == '{' ? "{}" : "}");
    } else if (value.isArray()) {
      char before = '[';
      for (JsonNode element : value) {
        out.append(before);
        value(out, element);
        before = ',';
      }
      out.append(before == '[' ? "[]" : "]");
    } else if (value.isString()) {
      string(out, value.stringValue());
    } else {
      out.append(value);
    }
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean escaped =
              c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029;
          if (escaped) {
            out.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
