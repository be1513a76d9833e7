package org.mcpruntime.watcher.cli.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.topics.ClusterNames;

/**
 * A context of a kubeconfig, and what the cluster behind it is called here.
 *
 * @param cluster null: a name made of the context's
 */
public record NamedContext(@Nullable String cluster, String context) {

  private static final Pattern NAMED = Pattern.compile("([a-z0-9.-]+)=(.+)");

  static ValueType<NamedContext> type() {
    return new ValueType<>(
        "context",
        "must be contexts as context or name=context, separated by commas",
        NamedContext::parse,
        NamedContext::text);
  }

  private static Optional<NamedContext> parse(String text) {
    String bare = text.strip();
    Matcher named = NAMED.matcher(bare);
    if (!named.matches()) {
      return bare.isEmpty() ? Optional.empty() : Optional.of(new NamedContext(null, bare));
    }
    return ClusterNames.isValid(named.group(1))
        ? Optional.of(new NamedContext(named.group(1), named.group(2)))
        : Optional.empty();
  }

  private String text() {
    return cluster == null ? context : cluster + "=" + context;
  }
}
