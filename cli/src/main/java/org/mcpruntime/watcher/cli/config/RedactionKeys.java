package org.mcpruntime.watcher.cli.config;

import java.util.List;
import java.util.Set;
import org.mcpruntime.watcher.schemas.redaction.RedactionRules;
import org.mcpruntime.watcher.schemas.redaction.Redactor;

/** Keys of what is redacted beyond the built-in rules. */
public final class RedactionKeys {

  public static final Key<List<String>> FIELDS = Key.of(
      "redaction.fields",
      ValueType.text(
              "must be places as [group/Kind:]pointer, separated by commas, none of them an object's identity",
              RedactionRules::isField)
          .list(),
      null,
      "mcpruntime.org/MCPServer:/spec/tenants/*/contact,/metadata/labels/owner",
      "Places whose values are removed, as JSON pointers in which `*` stands for any one step; of one kind, or without a kind of all.");

  public static final Key<List<String>> NAMES = Key.of(
      "redaction.names",
      ValueType.text(
              "must be names of fields that are not part of every object, separated by commas",
              RedactionRules::isName)
          .list(),
      null,
      "employeeId,costCentre",
      "Names of fields whose values are removed wherever they stand.");

  public static final Key<String> PATTERN = Key.of(
      "redaction.pattern",
      ValueType.text(
          "must be a regular expression that does not match the empty text",
          RedactionRules::isPattern),
      null,
      "EMP-[0-9]{6}",
      "What matches is removed from every text. Costs a decoding of every text.");

  public static final Key<List<String>> ENV_ALLOW = Key.of(
      "redaction.env.allow",
      ValueType.text(
              "must be names of environment variables, separated by commas",
              RedactionRules::isEnvName)
          .list(),
      null,
      "LOG_LEVEL,GOMAXPROCS",
      "Environment variables whose values are kept, unless a credential is found in them.");

  public static final Key<List<String>> ARGS_ALLOW = Key.of(
      "redaction.args.allow",
      ValueType.text(
              "must be flags without their values, separated by commas", RedactionRules::isArg)
          .list(),
      null,
      "--log-level,--metrics.",
      "Flags kept in command lines with the value behind their `=`, unless a credential is found in it. One that ends with a dot stands for all that begin so.");

  public static final List<Key<?>> ALL = List.of(FIELDS, NAMES, PATTERN, ENV_ALLOW, ARGS_ALLOW);

  private RedactionKeys() {}

  /** A redactor with the configured additions, which counts by itself. */
  public static Redactor redactor(Config config) {
    return Redactor.with(new RedactionRules(
        Set.copyOf(config.find(NAMES).orElse(List.of())),
        config.find(FIELDS).orElse(List.of()),
        Set.copyOf(config.find(ENV_ALLOW).orElse(List.of())),
        Set.copyOf(config.find(ARGS_ALLOW).orElse(List.of())),
        config.find(PATTERN).map(List::of).orElse(List.of()),
        RedactionRules.DEFAULT_MAX_OBJECT_BYTES));
  }
}
