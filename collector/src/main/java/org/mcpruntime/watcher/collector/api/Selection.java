package org.mcpruntime.watcher.collector.api;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a kind are collected.
 *
 * @param namespaces each is listed and watched by itself, so a role in these namespaces is enough; empty for all
 *     namespaces at once
 * @param labels label selector, as the API takes it; null for none
 * @param fields field selector, as the API takes it; null for none
 */
public record Selection(
    List<String> namespaces,
    @Nullable String labels,
    @Nullable String fields) {
  private static final Selection EVERYTHING = new Selection(List.of(), null, null);

  /** @throws IllegalArgumentException when it selects nothing that could be asked for */
  public Selection {
    namespaces = List.copyOf(new TreeSet<>(namespaces));
    for (String namespace : namespaces) {
      if (!namespace.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
        throw new IllegalArgumentException("not a namespace: \"" + namespace + '"');
      }
    }
    if ((labels != null && labels.isBlank()) || (fields != null && fields.isBlank())) {
      throw new IllegalArgumentException("a selector must not be empty");
    }
  }

  /** All objects of the kind. */
  public static Selection everything() {
    return EVERYTHING;
  }

  /** Both selectors as a query string, which is also how they are remembered; null for none. */
  public @Nullable String selectors() {
    List<String> parts = new ArrayList<>();
    if (labels != null) {
      parts.add("labelSelector=" + Query.encode(labels));
    }
    if (fields != null) {
      parts.add("fieldSelector=" + Query.encode(fields));
    }
    return parts.isEmpty() ? null : String.join("&", parts);
  }
}
