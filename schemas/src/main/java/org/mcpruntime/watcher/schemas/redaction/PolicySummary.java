package org.mcpruntime.watcher.schemas.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may be told of a gateway policy. Members, absent when the document has no such thing:
 *
 * <ul>
 *   <li>{@code parseState}: {@code ok} or {@code invalid}; the others only when ok
 *   <li>{@code schemaVersion}, {@code revision}: as stated
 *   <li>{@code revisionMatches}: whether the stated revision is the one the rest of the document gives
 *   <li>{@code server}: {@code name} and {@code namespace}; {@code policyMode}; {@code toolCount}
 *   <li>{@code grantCount}, {@code grants}, {@code sessionCount}, {@code sessions}: how many, and the first 250 of them
 *       as {@code namespace/name}
 * </ul>
 *
 * A text that does not look like what it should be is {@code "[invalid]"}: whoever writes the ConfigMap decides what
 * stands there.
 */
final class PolicySummary {
  private static final int MAX_NAMES = 250;
  private static final String INVALID = "[invalid]";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,32}");
  private static final Pattern REVISION = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,253}");

  private PolicySummary() {}

  /** The summary as JSON. Not on the hot path: builds a tree. */
  static byte[] of(byte[] policy) {
    ObjectNode summary = JSON.createObjectNode();
    if (!(parsed(policy) instanceof ObjectNode document)) {
      return JSON.writeValueAsBytes(summary.put("parseState", "invalid"));
    }
    summary.put("parseState", "ok");
    text(summary, "schemaVersion", document.get("schema_version"), WORD);
    JsonNode revision = document.get("revision");
    text(summary, "revision", revision, REVISION);
    if (revision != null && revision.isString()) {
      summary.put("revisionMatches", PolicyRevision.of(document).equals(revision.stringValue()));
    }
    if (document.get("server") instanceof ObjectNode server) {
      ObjectNode out = summary.putObject("server");
      text(out, "name", server.get("name"), NAME);
      text(out, "namespace", server.get("namespace"), NAME);
    }
    if (document.get("policy") instanceof ObjectNode rules) {
      text(summary, "policyMode", rules.get("mode"), WORD);
    }
    if (document.get("tools") instanceof ArrayNode tools) {
      summary.put("toolCount", tools.size());
    }
    names(summary, "grant", document.get("grants"));
    names(summary, "session", document.get("sessions"));
    return JSON.writeValueAsBytes(summary);
  }

  private static @Nullable JsonNode parsed(byte[] policy) {
    try {
      return JSON.readTree(policy);
    } catch (JacksonException e) {
      // An invalid policy is an expected finding; the exception may quote it and goes nowhere.
      return null;
    }
  }

  private static void text(ObjectNode out, String name, @Nullable JsonNode value, Pattern shape) {
    if (value != null) {
      out.put(name, accepted(value, shape));
    }
  }

  private static String accepted(JsonNode value, Pattern shape) {
    boolean fits = value.isString()
        && (value.stringValue().isEmpty() || shape.matcher(value.stringValue()).matches());
    return fits ? value.stringValue() : INVALID;
  }

  private static void names(ObjectNode out, String what, @Nullable JsonNode entries) {
    if (!(entries instanceof ArrayNode array)) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : array) {
      if (names.size() == MAX_NAMES) {
        break;
      }
      names.add(accepted(entry.path("namespace"), NAME) + "/" + accepted(entry.path("name"), NAME));
    }
    out.put(what + "Count", array.size());
    ArrayNode list = out.putArray(what + "s");
    names.forEach(list::add);
  }
}
