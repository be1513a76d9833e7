package org.mcpruntime.watcher.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which namespaces; all of them unless one is named. */
final class NamespaceOptions {

  @ArgGroup
  @Nullable
  Choice choice;

  /** One of the two. */
  static final class Choice {
    @Option(
        names = {"-n", "--namespace"},
        paramLabel = "NS",
        required = true,
        description = "Only this namespace.")
    @Nullable
    String namespace;

    @Option(
        names = {"-A", "--all-namespaces"},
        required = true,
        description = "All namespaces (the default).")
    boolean all;
  }

  /** Null for all. */
  @Nullable
  String namespace() {
    return choice == null ? null : choice.namespace;
  }

  boolean includes(@Nullable String namespaceOfObject) {
    String wanted = namespace();
    return wanted == null || wanted.equals(namespaceOfObject);
  }
}
