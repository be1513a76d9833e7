package org.mcpruntime.watcher.schemas.redaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What an installation redacts beyond the built-in rules; nothing here takes a built-in rule away, except that the
 * values of further environment variables may be allowed.
 *
 * @param fieldNames member names whose values are replaced wherever they stand, such as {@code employeeId}
 * @param pointers JSON pointers whose values are replaced; {@code *} stands for any one step: {@code
 *     /spec/tenants/*}{@code /contact}
 * @param allowedEnvNames environment variables whose values are kept, as long as no credential is found in them
 * @param textPatterns regular expressions; what they match in any string is replaced. Costs a decoding of every string.
 * @param maxObjectBytes largest size of an object after redaction, 16 KiB to 16 MiB; above it the largest values go
 */
public record RedactionRules(
    Set<String> fieldNames,
    List<String> pointers,
    Set<String> allowedEnvNames,
    List<String> textPatterns,
    int maxObjectBytes) {
  public static final int DEFAULT_MAX_OBJECT_BYTES = 900 * 1024;

  private static final int LEAST_MAX_OBJECT_BYTES = 16 * 1024;
  private static final int MOST_MAX_OBJECT_BYTES = 16 * 1024 * 1024;

  /** Settings of the MCP Runtime operator that decide what healthy means; none of them is meant to hold a secret. */
  private static final Set<String> ALLOWED_ENV_NAMES = Set.of(
      "MCP_CLUSTER_NAME",
      "MCP_DEFAULT_INGRESS_ENTRYPOINTS",
      "MCP_DEFAULT_INGRESS_HOST",
      "MCP_DEFAULT_INGRESS_TLS",
      "MCP_ENABLE_WEBHOOKS",
      "MCP_INGRESS_READINESS_MODE",
      "MCP_MTLS_CLUSTER_ISSUER",
      "MCP_REGISTRY_ENDPOINT",
      "MCP_REGISTRY_INGRESS_HOST",
      "MCP_REGISTRY_PULL_HOST");

  /** Without these, a record cannot be keyed or a reader cannot find its way. */
  private static final Set<String> INDISPENSABLE = Set.of(
      "apiVersion",
      "kind",
      "metadata",
      "name",
      "namespace",
      "uid",
      "resourceVersion",
      "spec",
      "status",
      "conditions");

  private static final Pattern POINTER = Pattern.compile("(/([^~/]|~0|~1)+)+");
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_.-][A-Za-z0-9_.-]*");

  /**
   * Checks all of it.
   *
   * @throws IllegalArgumentException naming every problem, one a line
   */
  public RedactionRules {
    fieldNames = Set.copyOf(fieldNames);
    pointers = List.copyOf(pointers);
    allowedEnvNames = Set.copyOf(allowedEnvNames);
    textPatterns = List.copyOf(textPatterns);
    List<String> problems = new ArrayList<>();
    for (String name : fieldNames) {
      if (name.isBlank() || INDISPENSABLE.contains(name)) {
        problems.add(problem(
            "field-names",
            "must be the name of a field that is not part of every object",
            name,
            "employeeId"));
      }
    }
    for (String pointer : pointers) {
      if (!POINTER.matcher(pointer).matches()) {
        problems.add(problem(
            "pointers", "must be a JSON pointer to a member", pointer, "/spec/tenants/*/contact"));
      } else if (namesIdentity(pointer)) {
        problems.add(problem(
            "pointers",
            "must not name the identity of an object",
            pointer,
            "/spec/tenants/*/contact"));
      }
    }
    for (String name : allowedEnvNames) {
      if (!ENV_NAME.matcher(name).matches()) {
        problems.add(problem(
            "allowed-env-names", "must be the name of an environment variable", name, "LOG_LEVEL"));
      }
    }
    for (String pattern : textPatterns) {
      String fault = faultOf(pattern);
      if (!fault.isEmpty()) {
        problems.add(problem("text-patterns", fault, pattern, "EMP-[0-9]{6}"));
      }
    }
    if (maxObjectBytes < LEAST_MAX_OBJECT_BYTES || maxObjectBytes > MOST_MAX_OBJECT_BYTES) {
      problems.add(problem(
          "max-object-bytes",
          "must be between " + LEAST_MAX_OBJECT_BYTES + " and " + MOST_MAX_OBJECT_BYTES,
          Integer.toString(maxObjectBytes),
          Integer.toString(DEFAULT_MAX_OBJECT_BYTES)));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** Nothing beyond the built-in rules. */
  public static RedactionRules none() {
    return new RedactionRules(Set.of(), List.of(), Set.of(), List.of(), DEFAULT_MAX_OBJECT_BYTES);
  }

  Set<String> allAllowedEnvNames() {
    Set<String> all = new HashSet<>(ALLOWED_ENV_NAMES);
    all.addAll(allowedEnvNames);
    return Set.copyOf(all);
  }

  private static boolean namesIdentity(String pointer) {
    String[] steps = pointer.substring(1).split("/", -1);
    boolean topLevel =
        steps.length == 1 && (steps[0].equals("*") || INDISPENSABLE.contains(steps[0]));
    boolean inMetadata = steps.length == 2
        && (steps[0].equals("metadata") || steps[0].equals("*"))
        && (steps[1].equals("*") || INDISPENSABLE.contains(steps[1]));
    return topLevel || inMetadata;
  }

  private static String faultOf(String pattern) {
    try {
      return Pattern.compile(pattern).matcher("").matches() ? "must not match the empty text" : "";
    } catch (PatternSyntaxException e) {
      return "must be a regular expression (" + e.getDescription() + ")";
    }
  }

  private static String problem(String key, String rule, String value, String example) {
    return "redaction." + key + ": " + rule + ", was \"" + value + "\" (example: " + example + ")";
  }
}
