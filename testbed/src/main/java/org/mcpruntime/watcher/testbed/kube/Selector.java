package org.mcpruntime.watcher.testbed.kube;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chooses objects by namespace, field selector and label selector. Any field path is understood;
 * the real server knows only a few per type.
 */
final class Selector {
  private static final Pattern SET =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^=!\\s]+)\\s*(==|=|!=)\\s*(\\S*)\\s*");

  /** Separates requirements, but not the values in parentheses. */
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

  private final String namespace;
  private final List<Predicate<StoredObject>> identity = new ArrayList<>();
  private final List<Predicate<ObjectNode>> content = new ArrayList<>();

  /**
   * @param namespace empty for all
   * @throws IllegalArgumentException when a selector is malformed
   */
  Selector(String namespace, String fieldSelector, String labelSelector) {
    this.namespace = namespace;
    for (String field : requirements(fieldSelector)) {
      addField(field);
    }
    for (String label : requirements(labelSelector)) {
      addLabel(label.trim());
    }
  }

  /** Whether every object of the namespace is chosen. */
  boolean choosesAll() {
    return identity.isEmpty() && content.isEmpty();
  }

  boolean matches(StoredObject object) {
    if (!namespace.isEmpty() && !namespace.equals(object.namespace())) {
      return false;
    }
    if (!identity.stream().allMatch(rule -> rule.test(object))) {
      return false;
    }
    if (content.isEmpty()) {
      return true;
    }
    ObjectNode tree = object.tree();
    return content.stream().allMatch(rule -> rule.test(tree));
  }

  private static List<String> requirements(String selector) {
    return selector.isBlank() ? List.of() : List.of(COMMA.split(selector, -1));
  }

  private void addField(String requirement) {
    Matcher matcher = matcher(EQUALITY, requirement);
    String path = matcher.group(1);
    String value = matcher.group(3);
    boolean equal = !matcher.group(2).equals("!=");
    switch (path) {
      case "metadata.name" -> identity.add(object -> object.name().equals(value) == equal);
      case "metadata.namespace" ->
        identity.add(object -> object.namespace().equals(value) == equal);
      default -> {
        String pointer = "/" + path.replace('.', '/');
        content.add(tree -> tree.at(pointer).asString("").equals(value) == equal);
      }
    }
  }

  private void addLabel(String requirement) {
    Matcher set = SET.matcher(requirement);
    if (set.matches()) {
      List<String> values =
          Arrays.stream(set.group(3).split(",", -1)).map(String::trim).toList();
      boolean in = set.group(2).equals("in");
      String label = set.group(1);
      content.add(tree -> (has(tree, label) && values.contains(label(tree, label))) == in);
    } else if (requirement.contains("=")) {
      Matcher matcher = matcher(EQUALITY, requirement);
      String label = matcher.group(1);
      String value = matcher.group(3);
      boolean equal = !matcher.group(2).equals("!=");
      content.add(tree -> (has(tree, label) && label(tree, label).equals(value)) == equal);
    } else if (requirement.matches("!?\\s*[\\w./-]+")) {
      boolean present = !requirement.startsWith("!");
      String label = present ? requirement : requirement.substring(1).trim();
      content.add(tree -> has(tree, label) == present);
    } else {
      throw new IllegalArgumentException("invalid selector: '" + requirement + "'");
    }
  }

  private static Matcher matcher(Pattern pattern, String requirement) {
    Matcher matcher = pattern.matcher(requirement);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("invalid selector: '" + requirement + "'");
    }
    return matcher;
  }

  private static boolean has(ObjectNode tree, String label) {
    return labels(tree).has(label);
  }

  private static String label(ObjectNode tree, String label) {
    return labels(tree).path(label).asString("");
  }

  private static JsonNode labels(ObjectNode tree) {
    return tree.path("metadata").path("labels");
  }
}
