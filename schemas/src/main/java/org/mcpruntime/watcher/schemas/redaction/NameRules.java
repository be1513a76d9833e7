package org.mcpruntime.watcher.schemas.redaction;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rule by member name. Immutable. */
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

  private final NameTable names;
  private final Rule[] rules;

  private NameRules(Map<String, Rule> byName) {
    List<String> order = List.copyOf(byName.keySet());
    this.names = new NameTable(order);
    this.rules = order.stream().map(byName::get).toArray(Rule[]::new);
  }

  static NameRules with(Iterable<String> replacedNames) {
    Map<String, Rule> rules = new HashMap<>();
    for (String words : CREDENTIALS) {
      spellings(words).forEach(name -> rules.put(name, Rule.CREDENTIAL));
    }
    put(rules, Rule.MANAGED_FIELDS, "managedFields");
    put(rules, Rule.COPY, "kubectl.kubernetes.io/last-applied-configuration");
    put(rules, Rule.COMMAND_LINE, "kubernetes.io/change-cause");
    put(rules, Rule.ENVIRONMENT, "env", "envVars", "secretEnvVars");
    put(rules, Rule.HEADERS, "httpHeaders");
    put(rules, Rule.ARGUMENTS, "command", "args");
    put(rules, Rule.HEADER_MAP, "customRequestHeaders", "customResponseHeaders");
    put(rules, Rule.VOLUME_OPTIONS, "volumeAttributes", "flexVolume");
    put(rules, Rule.CLASS_OPTIONS, "parameters");
    put(rules, Rule.DATA, "data", "binaryData", "stringData");
    put(rules, Rule.PERSONAL_ID, "humanID", "agentID", "human_id", "agent_id");
    put(
        rules,
        Rule.PERSONAL_ID,
        "created-by",
        "platform.mcpruntime.org/user-id",
        "platform.mcpruntime.org/created-by",
        "platform.mcpruntime.org/last-push-by");
    put(rules, Rule.TEXT_MAP, "labels", "matchLabels", "nodeSelector", "selector");
    put(rules, Rule.ANNOTATIONS, "annotations", "ingressAnnotations");
    put(rules, Rule.IMAGE, "image", "imageID");
    put(rules, Rule.SCHEMA, "openAPIV3Schema");
    replacedNames.forEach(name -> rules.put(name, Rule.CUSTOM));
    return new NameRules(rules);
  }

  /** Rule for the name written in {@code [start, end)}. */
  Rule of(byte[] buffer, int start, int end, boolean escaped) {
    int index = names.indexOf(buffer, start, end, escaped);
    return index < 0 ? Rule.KEEP : rules[index];
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
