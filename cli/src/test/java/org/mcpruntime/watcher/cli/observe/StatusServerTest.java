package org.mcpruntime.watcher.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.cli.observe.Statuses.NOW;
import static org.mcpruntime.watcher.cli.observe.Statuses.kind;
import static org.mcpruntime.watcher.cli.observe.Statuses.running;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.CollectorStatus;
import org.mcpruntime.watcher.collector.CollectorStatus.Phase;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.publish.KindStatus;
import org.mcpruntime.watcher.schemas.avro.CoverageState;

final class StatusServerTest {

  private static final KindId POD = new KindId("", "Pod");

  private final AtomicReference<List<Observed>> observed = new AtomicReference<>(List.of());
  private StatusServer server;

  @BeforeEach
  void start() throws Exception {
    server = StatusServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new CollectorVitals(
            observed::get, new CollectorHealth(Duration.ofSeconds(5), Duration.ofMinutes(15))),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsEachNumberInThePrometheusTextFormat() throws Exception {
    // Given
    observe(running("prod", kind(POD, CoverageState.BLIND, "Forbidden", Duration.ofMillis(2500))));

    // When
    HttpResponse<String> answer = get("/metrics");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    String pod = "{cluster=\"prod\",group=\"\",kind=\"Pod\"} ";
    assertThat(lines(answer))
        .contains(
            "cluster_watcher_collector_ready{cluster=\"prod\"} 1.0",
            "cluster_watcher_collector_leader{cluster=\"prod\"} 1.0",
            "cluster_watcher_collector_epoch{cluster=\"prod\"} 3.0",
            "cluster_watcher_collector_sequence{cluster=\"prod\"} 1000.0",
            "cluster_watcher_collector_tick{cluster=\"prod\"} 77.0",
            "cluster_watcher_collector_objects" + pod + "12.0",
            "cluster_watcher_collector_seconds_since_progress" + pod + "2.5",
            "cluster_watcher_collector_blind"
                + "{cluster=\"prod\",group=\"\",kind=\"Pod\",reason=\"Forbidden\"} 1.0",
            "cluster_watcher_collector_watches_total" + pod + "1.0",
            "cluster_watcher_collector_relists_total" + pod + "2.0",
            "cluster_watcher_collector_gaps_total" + pod + "3.0",
            "cluster_watcher_collector_repairs_total" + pod + "4.0",
            "cluster_watcher_collector_restated_objects_total" + pod + "5.0",
            "cluster_watcher_collector_undecodable_total" + pod + "6.0",
            "cluster_watcher_collector_changes_total" + pod + "7.0",
            "cluster_watcher_collector_transactions_total{cluster=\"prod\"} 9.0",
            "cluster_watcher_collector_transaction_seconds_total{cluster=\"prod\"} 1.5",
            "cluster_watcher_collector_records_total{cluster=\"prod\",operation=\"ADDED\"} 5.0",
            "cluster_watcher_collector_removed_values_total{cluster=\"prod\",rule=\"env\"} 6.0",
            "cluster_watcher_collector_queue_inputs{cluster=\"prod\"} 2.0",
            "cluster_watcher_collector_queue_bytes{cluster=\"prod\"} 3000.0");
  }

  @Test
  void hasABoundedNumberOfSeriesWhateverTheReasonsAre() throws Exception {
    // Given: the default kinds, each blind for a reason of its own
    List<KindSpec> defaults = KindSpec.defaults();
    KindStatus[] kinds = new KindStatus[defaults.size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = kind(defaults.get(i).id(), CoverageState.BLIND, "Odd" + i, Duration.ZERO);
    }
    observe(running("a", kinds), running("b", kinds));

    // When
    List<String> series =
        lines(get("/metrics")).stream().filter(line -> !line.startsWith("#")).toList();

    // Then
    assertThat(series)
        .hasSizeLessThanOrEqualTo(2
            * (kinds.length * CollectorMetrics.SERIES_OF_A_KIND
                + CollectorMetrics.SERIES_OF_A_CLUSTER))
        .hasSizeGreaterThan(2 * kinds.length * CollectorMetrics.SERIES_OF_A_KIND)
        .noneMatch(line -> line.contains("Odd"))
        .anyMatch(line -> line.contains("reason=\"Other\""));
  }

  @Test
  void answersProbesWithTheReasons() throws Exception {
    // Given
    observe(Statuses.status("prod", Phase.HELD, "the clock is ahead", NOW));

    // Then
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body())
        .isEqualTo("not ok\nprod: HELD, not ready: the clock is ahead\n");

    // When
    observe(Statuses.status("prod", Phase.FAILED, "wrong", null));

    // Then
    assertThat(get("/livez").statusCode()).isEqualTo(503);
    assertThat(get("/livez").body()).isEqualTo("not ok\nprod: FAILED, wrong\n");
  }

  @Test
  void onlyReads() throws Exception {
    HttpResponse<String> answer = HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  private void observe(CollectorStatus... statuses) {
    observed.set(List.of(statuses).stream()
        .map(status -> new Observed(status, Statuses.traffic()))
        .toList());
  }

  private static List<String> lines(HttpResponse<String> answer) {
    return answer.body().lines().toList();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }
}
