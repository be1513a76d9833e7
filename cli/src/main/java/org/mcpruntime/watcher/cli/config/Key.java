package org.mcpruntime.watcher.cli.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key. The loader, {@code config print} and the reference page all read this.
 *
 * @param name lower case, dots between sections, dashes between words
 * @param standard the default as one would write it; null when there is none
 * @param example a value that fits, shown with every problem
 * @param doc what it does, one or two sentences
 * @param secret shown as {@code ***}
 */
public record Key<T>(
    String name,
    ValueType<T> type,
    @Nullable String standard,
    String example,
    String doc,
    boolean secret) {

  /** Every key can be given in the environment under a name that starts like this. */
  public static final String ENVIRONMENT_PREFIX = "CLUSTER_WATCHER_";

  public Key {
    if (type.parse().apply(example).isEmpty()) {
      throw new IllegalArgumentException(name + ": the example does not fit: " + example);
    }
    if (standard != null && type.parse().apply(standard).isEmpty()) {
      throw new IllegalArgumentException(name + ": the default does not fit: " + standard);
    }
  }

  static <T> Key<T> of(
      String name, ValueType<T> type, @Nullable String standard, String example, String doc) {
    return new Key<>(name, type, standard, example, doc, false);
  }

  static Key<String> secret(String name, String doc) {
    return new Key<>(name, ValueType.text(), null, "s3cret", doc, true);
  }

  /** {@code CLUSTER_WATCHER_COLLECTOR_SNAPSHOT_INTERVAL} for {@code collector.snapshot-interval}. */
  public String variable() {
    return variable(name);
  }

  static String variable(String name) {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  public Optional<T> standardValue() {
    return standard == null ? Optional.empty() : type.parse().apply(standard);
  }

  @Override
  public String toString() {
    return name;
  }
}
