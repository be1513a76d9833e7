package org.mcpruntime.watcher.checks.facts;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes Events, with the field names of core/v1 and of events.k8s.io/v1. */
final class EventExtractor {

  private static final Pattern CONTAINER =
      Pattern.compile("spec\\.(?:init)?[cC]ontainers\\{(.+)\\}");

  private EventExtractor() {}

  static Optional<EventFacts> extract(Meta meta, Json object) throws ExtractionException {
    String reason = object.text("reason");
    Set<String> read =
        object.text("type").equals("Warning") ? EventFacts.WARNINGS : EventFacts.NEWS;
    if (!read.contains(reason)) {
      return Optional.empty();
    }
    Json regarding = object.at("regarding");
    if (regarding.isAbsent()) {
      regarding = object.at("involvedObject");
    }
    Matcher container = CONTAINER.matcher(regarding.text("fieldPath"));
    return Optional.of(new EventFacts(
        meta,
        new ObjectRef(
            MetaExtractor.group(regarding.text("apiVersion")),
            regarding.text("kind"),
            regarding.text("namespace"),
            regarding.text("name")),
        regarding.text("uid"),
        container.matches() ? container.group(1) : "",
        reason,
        Bounds.message(object.text("note", object.text("message"))),
        lastSeen(meta, object)));
  }

  private static @Nullable Instant lastSeen(Meta meta, Json object) throws ExtractionException {
    return Stream.of(
            object.at("series").time("lastObservedTime"),
            object.time("lastTimestamp"),
            object.time("deprecatedLastTimestamp"),
            object.time("eventTime"),
            meta.createdAt())
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .orElse(null);
  }
}
