package org.mcpruntime.watcher.cli.doctor;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.cli.doctor.PastChange.Entry;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A past report for programs: a live one's fields, and what was watched then. */
public final class PastJson {

  private PastJson() {}

  public static ObjectNode of(PastReport past, Severity failOn) {
    ObjectNode document = DoctorJson.of(past.report(), failOn);
    document.put("cluster", past.cluster());
    ObjectNode coverage = document.putObject("coverage");
    coverage.put("tick", past.coverage().tick());
    coverage.put("tickAt", text(past.coverage().tickAt()));
    coverage.put("newestRecordAt", text(past.coverage().newest()));
    coverage.put("recordsRead", past.coverage().records());
    coverage.put("unreadable", past.coverage().unreadable());
    coverage.put("kindsSeen", past.kindsSeen());
    ArrayNode kinds = coverage.putArray("kinds");
    past.coverage().kinds().forEach(kind -> kinds
        .addObject()
        .put("kind", kind.kind().text())
        .put("state", kind.sight().state().name())
        .put("reason", kind.sight().reason())
        .put("since", kind.since().toString())
        .put("objects", kind.objects()));
    return document;
  }

  public static ObjectNode of(PastChange change, Severity failOn) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode changes = document.putArray("changes");
    for (Entry entry : change.entries()) {
      changes
          .addObject()
          .put("change", entry.what().name().toLowerCase(Locale.ROOT))
          .put("sure", entry.sure())
          .put("key", entry.candidate().key().text());
    }
    ArrayNode unseen = document.putArray("unseenBetween");
    for (UnseenStretch stretch : change.second().unseenBefore()) {
      ObjectNode node = unseen.addObject().put("kind", stretch.kind().text());
      ArrayNode reasons = node.putArray("reasons");
      stretch.reasons().forEach(reasons::add);
      node.put("from", stretch.from().toString()).put("to", stretch.to().toString());
    }
    document.set("first", of(change.first(), failOn));
    document.set("second", of(change.second(), failOn));
    document.put("exitCode", change.exitCode(failOn));
    return document;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
