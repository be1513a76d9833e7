package org.mcpruntime.watcher.schemas.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What an installation redacts beyond the built-in rules. Nothing here takes a built-in rule away, except that the values
 * of further environment variables and arguments may be allowed, as long as no credential is found in them.
 *
 * @param names member names whose values are replaced wherever they stand, such as {@code employeeId}
 * @param fields places whose values are replaced, as {@code [group/Kind:]pointer}; {@code *} stands for any one step:
 *     {@code mcpruntime.org/MCPServer:/spec/tenants/*}{@code /contact}
 * @param allowedEnvNames environment variables whose values are kept
 * @param allowedArgs flags that are kept in {@code command} and {@code args} with the value behind their {@code =};
 *     with a dot at the end all flags that begin so
 * @param textPatterns regular expressions; what they match in any string is replaced. Costs a decoding of every string.
 * @param maxObjectBytes largest size of an object after redaction, 16 KiB to 16 MiB; above it the largest values go
 */
public record RedactionRules(
    Set<String> names,
    List<String> fields,
    Set<String> allowedEnvNames,
    Set<String> allowedArgs,
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

  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_.-][A-Za-z0-9_.-]*");
  private static final Pattern ARG = Pattern.compile("--?[A-Za-z0-9][A-Za-z0-9_.-]*");

  private static final Addition NAMES = new Addition(
      "names",
      "must be the name of a field that is not part of every object",
      "employeeId",
      RedactionRules::isName);
  private static final Addition FIELDS = new Addition(
      "fields",
      "must be [group/Kind:] and a JSON pointer that does not name the identity of an object",
      "mcpruntime.org/MCPServer:/spec/tenants/*/contact",
      RedactionRules::isField);
  private static final Addition ENV = new Addition(
      "env.allow",
      "must be the name of an environment variable",
      "LOG_LEVEL",
      RedactionRules::isEnvName);
  private static final Addition ARGS = new Addition(
      "args.allow", "must be a flag without its value", "--log.level", RedactionRules::isArg);
  private static final Addition PATTERNS = new Addition(
      "pattern",
      "must be a regular expression that does not match the empty text",
      "EMP-[0-9]{6}",
      RedactionRules::isPattern);

  /** Kind of addition: its key, what an entry must be, and one that is. */
  private record Addition(String key, String rule, String example, Predicate<String> fits) {
    void check(Collection<String> entries, List<String> problems) {
      entries.stream()
          .filter(fits.negate())
          .sorted()
          .forEach(entry -> problems.add(problem(key, rule, entry, example)));
    }
  }

  /**
   * Checks all of it.
   *
   * @throws IllegalArgumentException naming every problem, one a line
   */
  public RedactionRules {
    names = Set.copyOf(names);
    fields = List.copyOf(fields);
    allowedEnvNames = Set.copyOf(allowedEnvNames);
    allowedArgs = Set.copyOf(allowedArgs);
    textPatterns = List.copyOf(textPatterns);
    List<String> problems = new ArrayList<>();
    NAMES.check(names, problems);
    FIELDS.check(fields, problems);
    ENV.check(allowedEnvNames, problems);
    ARGS.check(allowedArgs, problems);
    PATTERNS.check(textPatterns, problems);
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
    return new RedactionRules(
        Set.of(), List.of(), Set.of(), Set.of(), List.of(), DEFAULT_MAX_OBJECT_BYTES);
  }

  /** Whether it may be one of {@link #names}. */
  public static boolean isName(String text) {
    return !text.isBlank() && !FieldPath.INDISPENSABLE.contains(text);
  }

  /** Whether it may be one of {@link #fields}. */
  public static boolean isField(String text) {
    Optional<FieldPath> path = FieldPath.parse(text);
    return path.isPresent() && !path.get().namesIdentity();
  }

  /** Whether it may be one of {@link #allowedEnvNames}. */
  public static boolean isEnvName(String text) {
    return ENV_NAME.matcher(text).matches();
  }

  /** Whether it may be one of {@link #allowedArgs}. */
  public static boolean isArg(String text) {
    return ARG.matcher(text).matches();
  }

  /** Whether it may be one of {@link #textPatterns}. */
  public static boolean isPattern(String text) {
    try {
      return !Pattern.compile(text).matcher("").matches();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  Set<String> allAllowedEnvNames() {
    Set<String> all = new HashSet<>(ALLOWED_ENV_NAMES);
    all.addAll(allowedEnvNames);
    return Set.copyOf(all);
  }

  private static String problem(String key, String rule, String value, String example) {
    return "redaction." + key + ": " + rule + ", was \"" + value + "\" (example: " + example + ")";
  }
}
