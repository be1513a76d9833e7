package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rule by member name, looked up with the name's bytes; most names miss on the first probe. Immutable. */
final class NameRules {
  /** Names of fields that hold a credential wherever they stand, as words; every usual spelling is covered. */
  private static final List<String> CREDENTIALS = List.of(
      "password",
      "passwd",
      "passphrase",
      "token",
      "access token",
      "refresh token",
      "id token",
      "auth token",
      "bearer token",
      "session token",
      "api key",
      "api token",
      "access key",
      "secret key",
      "secret access key",
      "private key",
      "client secret",
      "client key data",
      "authorization",
      "credentials",
      "auth",
      "docker config json",
      ".dockerconfigjson",
      ".dockercfg");

  private final byte[][] names;
  private final Rule[] rules;
  private final int mask;

  private NameRules(Map<String, Rule> byName) {
    int size = Integer.highestOneBit(byName.size() * 4) << 1;
    this.mask = size - 1;
    this.names = new byte[size][];
    this.rules = new Rule[size];
    Arrays.fill(rules, Rule.KEEP);
    byName.forEach((name, rule) -> {
      byte[] bytes = name.getBytes(UTF_8);
      int slot = hash(bytes, 0, bytes.length) & mask;
      while (names[slot] != null) {
        slot = slot + 1 & mask;
      }
      names[slot] = bytes;
      rules[slot] = rule;
    });
  }

  static NameRules with(Iterable<String> replacedNames) {
    Map<String, Rule> rules = new HashMap<>();
    for (String words : CREDENTIALS) {
      spellings(words).forEach(name -> rules.put(name, Rule.REPLACE_TEXT));
    }
    put(rules, Rule.REMOVE, "managedFields", "kubectl.kubernetes.io/last-applied-configuration");
    put(rules, Rule.ENVIRONMENT, "env", "envVars", "secretEnvVars");
    put(rules, Rule.HEADERS, "httpHeaders");
    put(rules, Rule.ARGUMENTS, "command", "args");
    put(rules, Rule.REPLACE_VALUES, "customRequestHeaders", "customResponseHeaders");
    put(rules, Rule.DATA, "data", "binaryData", "stringData");
    put(rules, Rule.REPLACE, "humanID", "agentID", "human_id", "agent_id");
    put(
        rules,
        Rule.REPLACE,
        "platform.mcpruntime.org/user-id",
        "platform.mcpruntime.org/created-by",
        "platform.mcpruntime.org/last-push-by");
    put(rules, Rule.TEXT_MAP, "labels", "matchLabels", "nodeSelector", "selector");
    put(rules, Rule.ANNOTATIONS, "annotations", "ingressAnnotations");
    put(rules, Rule.IMAGE, "image", "imageID");
    put(rules, Rule.SCHEMA, "openAPIV3Schema");
    replacedNames.forEach(name -> rules.put(name, Rule.REPLACE));
    return new NameRules(rules);
  }

  /** Rule for the name in {@code [start, end)}, escapes already resolved. */
  Rule of(byte[] buffer, int start, int end) {
    int slot = hash(buffer, start, end) & mask;
    while (names[slot] != null) {
      byte[] name = names[slot];
      if (Arrays.equals(buffer, start, end, name, 0, name.length)) {
        return rules[slot];
      }
      slot = slot + 1 & mask;
    }
    return Rule.KEEP;
  }

  private static int hash(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return 0;
    }
    int hash =
        length + bytes[start] * 31 + bytes[end - 1] * 131 + bytes[start + (length >> 1)] * 1031;
    return hash ^ hash >>> 7;
  }

  private static void put(Map<String, Rule> rules, Rule rule, String... names) {
    for (String name : names) {
      rules.put(name, rule);
    }
  }

  /** {@code api key} → apiKey, ApiKey, apikey, APIKEY, api_key, api-key, API_KEY, Api-Key. */
  private static List<String> spellings(String text) {
    String[] words = text.split(" ");
    StringBuilder pascal = new StringBuilder();
    StringBuilder train = new StringBuilder();
    for (String word : words) {
      String capital = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
      pascal.append(capital);
      train.append(train.isEmpty() ? "" : "-").append(capital);
    }
    String camel = words[0] + pascal.substring(words[0].length());
    String snake = String.join("_", words);
    String flat = String.join("", words);
    return List.of(
        camel,
        pascal.toString(),
        flat,
        flat.toUpperCase(Locale.ROOT),
        snake,
        snake.toUpperCase(Locale.ROOT),
        String.join("-", words),
        train.toString());
  }
}
