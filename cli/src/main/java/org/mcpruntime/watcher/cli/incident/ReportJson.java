package org.mcpruntime.watcher.cli.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A report for programs: the clusters with how far they are evaluated, and the incidents in full. */
public final class ReportJson {

  private ReportJson() {}

  /**
   * The whole report.
   *
   * @param cluster only this one; null for all
   */
  public static ObjectNode of(
      ClusterReport report, List<Incident> incidents, @Nullable String cluster, Instant now) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode clusters = document.putArray("clusters");
    for (Reading reading : report.readings()) {
      if (cluster == null || cluster.equals(reading.cluster())) {
        clusters.add(reading(report.book(), reading, now));
      }
    }
    ArrayNode forgotten = document.putArray("forgotten");
    report.forgotten().stream()
        .filter(name -> cluster == null || cluster.equals(name))
        .forEach(forgotten::add);
    ArrayNode unreadable = document.putArray("unreadable");
    report.unknown().forEach(record -> unreadable.add(record.where()));
    ArrayNode items = document.putArray("incidents");
    incidents.forEach(incident -> {
      ObjectNode item = AvroJson.of(incident);
      item.put("headline", report.book().isHeadline(incident));
      items.add(item);
    });
    return document;
  }

  private static ObjectNode reading(IncidentBook book, Reading reading, Instant now) {
    WatcherStatus status = reading.status();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("cluster", reading.cluster());
    node.put("freshness", reading.freshness().name());
    node.put("stale", reading.freshness().isStale());
    node.put("seesAll", reading.seesAll());
    Instant through = status == null ? null : status.getEvaluatedThrough();
    node.put(
        "ageSeconds", through == null ? null : Duration.between(through, now).toSeconds());
    node.put(
        "newestRecordAt", reading.newest() == null ? null : reading.newest().toString());
    node.put(
        "openHeadlines",
        book.headlines().stream()
            .filter(i -> i.getCluster().equals(reading.cluster()))
            .count());
    if (status != null) {
      node.set("status", AvroJson.of(status));
    }
    return node;
  }
}
