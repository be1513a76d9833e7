package org.mcpruntime.watcher.cli.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.Selection;

/**
 * Which objects of one kind to collect: {@code apps/Deployment namespaces=shop,web labels=tier=front fields=…}.
 *
 * @param selection at least one of namespaces, labels and fields is given
 */
public record KindSelection(KindId kind, Selection selection) {

  private static final String PART = "(?=(?:namespaces|labels|fields)=)";

  /** Selectors hold commas too: a new entry begins with a kind and a part. */
  private static final Pattern NEXT_ENTRY =
      Pattern.compile(",(?=\\s*[a-z0-9.-]+/[A-Z][A-Za-z0-9]*\\s+" + PART + ")");

  private static final Pattern NEXT_PART = Pattern.compile("\\s+" + PART);

  static ValueType<List<KindSelection>> listType() {
    return new ValueType<>(
        "list of selections",
        "must be group/Kind with one or more of namespaces=, labels= and fields=, entries separated by commas",
        KindSelection::parseAll,
        entries -> entries.stream().map(KindSelection::text).collect(Collectors.joining(",")));
  }

  private static Optional<List<KindSelection>> parseAll(String text) {
    List<KindSelection> entries = new ArrayList<>();
    for (String entry : NEXT_ENTRY.split(text.strip(), -1)) {
      Optional<KindSelection> parsed = parse(entry.strip());
      if (parsed.isEmpty()) {
        return Optional.empty();
      }
      entries.add(parsed.get());
    }
    return Optional.of(List.copyOf(entries));
  }

  private static Optional<KindSelection> parse(String entry) {
    String[] parts = NEXT_PART.split(entry, -1);
    Optional<KindId> kind = ServiceKeys.kind().parse().apply(parts[0]);
    Map<String, String> given = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int sign = parts[i].indexOf('=');
      String value = parts[i].substring(sign + 1).strip();
      if (value.isEmpty() || given.put(parts[i].substring(0, sign), value) != null) {
        return Optional.empty();
      }
    }
    if (kind.isEmpty() || given.isEmpty()) {
      return Optional.empty();
    }
    String namespaces = given.get("namespaces");
    try {
      return Optional.of(new KindSelection(
          kind.get(),
          new Selection(
              namespaces == null ? List.of() : List.of(namespaces.split("\\s*,\\s*", -1)),
              given.get("labels"),
              given.get("fields"))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(kind.text());
    if (!selection.namespaces().isEmpty()) {
      text.append(" namespaces=").append(String.join(",", selection.namespaces()));
    }
    if (selection.labels() != null) {
      text.append(" labels=").append(selection.labels());
    }
    if (selection.fields() != null) {
      text.append(" fields=").append(selection.fields());
    }
    return text.toString();
  }
}
