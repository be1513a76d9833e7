package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.testbed.kube.RequestLog;

/** What an idle collector asks of the API server; the bound is the one that DESIGN.md states, in quicker time. */
final class IdleRequestsTest {
  private static final Duration REDISCOVERY = Duration.ofSeconds(1);
  private static final Duration WATCH = Duration.ofSeconds(2);
  private static final Duration RESTATE = Duration.ofSeconds(3);
  private static final Pacing PACING = new Pacing(
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          WATCH,
          Duration.ofMinutes(2),
          Duration.ofMillis(300),
          REDISCOVERY)
      .withSnapshots(RESTATE, RESTATE, Duration.ofMillis(5));

  private CollectorRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new CollectorRig().withPacing(PACING);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void asksNoMoreThanItsBoundAndChangesNothing() {
    // Given
    rig.createPod("cart");
    rig.startSettled();
    rig.api.requests().clear();
    Instant from = Instant.now();

    // When: nothing changes while each kind is listed again three times
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> lists().size() == CollectorRig.KINDS.size() - 1
            && lists().values().stream().allMatch(times -> times.size() >= 3));
    List<RequestLog.Request> requests = rig.api.requests().all();
    Duration span = Duration.between(from, requests.get(requests.size() - 1).time());

    // Then
    assertThat(requests).extracting(RequestLog.Request::method).containsOnly("GET");
    assertThat(requests.stream().filter(IdleRequestsTest::isDiscovery).count())
        .isLessThanOrEqualTo(2L * most(span, REDISCOVERY));
    Map<String, List<Instant>> watches = times(requests, true);
    assertThat(watches).hasSize(CollectorRig.KINDS.size() - 1);
    assertThat(watches.values())
        .allSatisfy(times -> assertThat(times.size()).isLessThanOrEqualTo(most(span, WATCH)));
    assertThat(times(requests, false).values())
        .allSatisfy(times -> assertThat(times.size()).isLessThanOrEqualTo(most(span, RESTATE)));
    assertThat(requests.stream()
            .filter(request -> !isDiscovery(request))
            .map(RequestLog.Request::path)
            .distinct())
        .as("paths besides discovery")
        .hasSize(CollectorRig.KINDS.size() - 1);
  }

  /** Lists since the settled state, by path; MCPServers are not served. */
  private Map<String, List<Instant>> lists() {
    return times(rig.api.requests().all(), false);
  }

  private static Map<String, List<Instant>> times(
      List<RequestLog.Request> requests, boolean watches) {
    Map<String, List<Instant>> times = new TreeMap<>();
    for (RequestLog.Request request : requests) {
      if (!isDiscovery(request) && request.isWatch() == watches) {
        times.computeIfAbsent(request.path(), path -> new ArrayList<>()).add(request.time());
      }
    }
    return times;
  }

  private static boolean isDiscovery(RequestLog.Request request) {
    return request.path().equals("/api") || request.path().equals("/apis");
  }

  private static int most(Duration span, Duration each) {
    return (int) (span.toMillis() / each.toMillis()) + 2;
  }
}
