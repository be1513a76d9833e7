package org.mcpruntime.watcher.testbed.sim.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mcpruntime.watcher.testbed.sim.world.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The policy that the gateway of a server enforces, as the operator renders it. */
final class PolicyDocument {
  private PolicyDocument() {}

  /**
   * Renders the document with its revision.
   *
   * @param grants of all namespaces that mean this server
   * @param time goes into {@code generated_at}, which the revision does not cover
   */
  static ObjectNode render(
      ServerSpec spec,
      String namespace,
      String cluster,
      List<ObjectNode> grants,
      List<ObjectNode> sessions,
      String time) {
    ObjectNode document = Json.object();
    document.put("schema_version", "v1").put("revision", "").put("generated_at", time);
    ObjectNode server = document.putObject("server");
    server.put("name", spec.name()).put("namespace", namespace);
    put(server, "team_id", spec.text("teamID"));
    put(server, "cluster", cluster);
    copy(
        document.putObject("auth"),
        spec.json().path("auth"),
        "mode",
        "mode",
        "human_id_header",
        "humanIDHeader",
        "agent_id_header",
        "agentIDHeader",
        "team_id_header",
        "teamIDHeader",
        "session_id_header",
        "sessionIDHeader",
        "token_header",
        "tokenHeader",
        "issuer_url",
        "issuerURL",
        "audience",
        "audience",
        "trust_domain",
        "trustDomain");
    copy(
        document.putObject("policy"),
        spec.json().path("policy"),
        "mode",
        "mode",
        "default_decision",
        "defaultDecision",
        "enforce_on",
        "enforceOn",
        "policy_version",
        "policyVersion");
    ObjectNode session = document.putObject("session");
    if (Json.flag(spec.json(), "session", "required")) {
      session.put("required", true);
    }
    copy(
        session,
        spec.json().path("session"),
        "store",
        "store",
        "header_name",
        "headerName",
        "max_lifetime",
        "maxLifetime",
        "idle_timeout",
        "idleTimeout",
        "upstream_token_header",
        "upstreamTokenHeader");
    ArrayNode tools = Json.array();
    for (JsonNode tool : spec.json().path("tools")) {
      copy(
          tools.addObject(),
          tool,
          "name",
          "name",
          "description",
          "description",
          "required_trust",
          "requiredTrust",
          "side_effect",
          "sideEffect",
          "risk_level",
          "riskLevel");
    }
    putIfAny(document, "tools", tools);
    ArrayNode granted = Json.array();
    grants.forEach(grant -> granted.add(grant(grant, spec)));
    putIfAny(document, "grants", granted);
    ArrayNode agreed = Json.array();
    sessions.forEach(object -> agreed.add(session(object, spec)));
    putIfAny(document, "sessions", agreed);
    return document.put("revision", revision(document));
  }

  /** SHA-256 over the document with an empty revision and without the time. */
  static String revision(ObjectNode document) {
    ObjectNode covered = document.deepCopy();
    covered.put("revision", "");
    covered.remove("generated_at");
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest(GoJson.compact(covered).getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What makes the document unusable; empty when nothing does. */
  static Optional<String> problem(ObjectNode document) {
    for (String part : new String[] {"grant", "session"}) {
      Set<String> names = new HashSet<>();
      for (JsonNode element : document.path(part + "s")) {
        // Names must differ over all namespaces.
        if (!names.add(Json.text(element, "name"))) {
          return Optional.of(
              "policy: duplicate %s name \"%s\"".formatted(part, Json.text(element, "name")));
        }
      }
    }
    return Optional.empty();
  }

  private static ObjectNode grant(ObjectNode object, ServerSpec spec) {
    JsonNode from = object.path("spec");
    ObjectNode grant = subject(object, spec);
    put(grant, "max_trust", orLow(Json.text(from, "maxTrust")));
    if (!from.path("allowedSideEffects").isEmpty()) {
      grant.set("allowed_side_effects", from.get("allowedSideEffects").deepCopy());
    }
    put(grant, "policy_version", Json.text(from, "policyVersion"));
    if (Json.flag(from, "disabled")) {
      grant.put("disabled", true);
    }
    ArrayNode rules = Json.array();
    for (JsonNode rule : from.path("toolRules")) {
      ObjectNode entry = rules.addObject();
      put(entry, "name", Json.text(rule, "name"));
      put(entry, "decision", Json.text(rule, "decision"));
      put(entry, "required_trust", orLow(Json.text(rule, "requiredTrust")));
    }
    putIfAny(grant, "tool_rules", rules);
    return grant;
  }

  private static ObjectNode session(ObjectNode object, ServerSpec spec) {
    JsonNode from = object.path("spec");
    ObjectNode session = subject(object, spec);
    put(session, "consented_trust", orLow(Json.text(from, "consentedTrust")));
    if (Json.flag(from, "revoked")) {
      session.put("revoked", true);
    }
    put(session, "expires_at", Json.text(from, "expiresAt"));
    put(session, "policy_version", Json.text(from, "policyVersion"));
    return session;
  }

  private static ObjectNode subject(ObjectNode object, ServerSpec spec) {
    JsonNode from = Json.at(object, "spec", "subject");
    ObjectNode result = Json.object();
    result.put("name", Json.name(object)).put("namespace", Json.namespace(object));
    put(result, "human_id", Json.text(from, "humanID"));
    put(result, "agent_id", Json.text(from, "agentID"));
    String team = Json.text(from, "teamID");
    put(result, "team_id", team.isEmpty() ? spec.text("teamID") : team);
    return result;
  }

  private static String orLow(String trust) {
    return trust.isEmpty() ? "low" : trust;
  }

  private static void copy(ObjectNode to, JsonNode from, String... names) {
    for (int i = 0; i < names.length; i += 2) {
      put(to, names[i], Json.text(from, names[i + 1]));
    }
  }

  private static void put(ObjectNode to, String name, String value) {
    if (!value.isEmpty()) {
      to.put(name, value);
    }
  }

  private static void putIfAny(ObjectNode to, String name, ArrayNode values) {
    if (!values.isEmpty()) {
      to.set(name, values);
    }
  }
}
