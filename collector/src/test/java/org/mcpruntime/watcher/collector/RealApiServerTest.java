package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mcpruntime.watcher.collector.CollectorRig.CLUSTER;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.real.Programs;
import org.mcpruntime.watcher.testbed.real.RealControlPlane;

class RealApiServerTest {
  private static final String CONFIG_MAP = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, namespace: default}
      data: {level: %s}
      """;
  private static final String WIDGETS = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: mcpservers.mcpruntime.org}
      spec:
        group: mcpruntime.org
        scope: Namespaced
        names: {plural: mcpservers, singular: mcpserver, kind: MCPServer}
        versions:
          - name: v1alpha1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  /** As in production, but for what would make the test wait for minutes. */
  private static final Pacing PACING = new Pacing(
      Duration.ofSeconds(1),
      Duration.ofSeconds(5),
      Duration.ofSeconds(5),
      Duration.ofSeconds(5),
      Duration.ofMinutes(5),
      Duration.ofMinutes(2),
      Duration.ofSeconds(5),
      Duration.ofSeconds(2));

  @TempDir(cleanup = CleanupMode.NEVER)
  private Path directory;

  private final KafkaBed bed = KafkaBed.shared();
  private final TopicNames topics = TopicNames.withPrefix("real.");

  @Test
  void collectsARealClusterThroughRestartsOfItsApiServer() throws Exception {
    Optional<Programs> programs = Programs.find();
    assumeTrue(programs.isPresent(), Programs.missing());
    bed.createTopics(topics);
    try (RealControlPlane real = RealControlPlane.start(programs.get(), directory, 0);
        KubeAccess access = KubeAccess.kubeconfig(real.kubeconfig(), null)) {
      // Given
      Collector collector = start(access);

      // Then: what every cluster has is seen, and what this one lacks is not missed
      assertThat(collector.status().kinds())
          .hasSize(21)
          .allMatch(kind -> kind.state() == CoverageState.SYNCED);
      assertThat(collector.status().objects()).isGreaterThan(60);

      // When: changes, and a kind that appears
      real.apply(CONFIG_MAP.formatted("info"));
      real.apply(CONFIG_MAP.formatted("debug"));
      awaitChange("ADDED WATCH settings");
      awaitChange("MODIFIED WATCH settings");
      real.apply(WIDGETS);
      KindId server = new KindId("mcpruntime.org", "MCPServer");
      await().atMost(Duration.ofSeconds(60)).until(() -> collector.status().kinds().stream()
          .anyMatch(kind -> kind.kind().equals(server) && kind.state() == CoverageState.SYNCED));

      // When: the API server restarts, and answers older positions with 410
      real.restartApiServer();
      real.kubectl("", "delete", "configmap", "settings", "-n", "default");
      await().atMost(Duration.ofSeconds(90)).until(() -> changes().stream()
          .anyMatch(text -> text.startsWith("DELETED") && text.endsWith("settings")));
      await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertSettled(collector));

      // When: the collector restarts, nothing having changed
      int before = changes().size();
      collector.close();
      Collector again = start(access);

      // Then
      assertThat(changes()).hasSizeGreaterThanOrEqualTo(before);
      long sequence = 0;
      for (ConsumerRecord<String, ClusterEvent> record : log()) {
        assertThat(record.value().getSequence()).isEqualTo(++sequence);
      }
      assertThat(changes().stream().filter(text -> text.endsWith("settings")))
          .hasSize(3)
          .doesNotHaveDuplicates();
      again.close();
    }
  }

  private Collector start(KubeAccess access) {
    Collector started = Collector.start(
        CollectorConfig.of(CLUSTER, topics, KafkaBed.PARTITIONS, bed.settings())
            .withTickInterval(Duration.ofSeconds(1))
            .withPacing(PACING),
        access,
        Clock.systemUTC());
    await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertSettled(started));
    return started;
  }

  private static void assertSettled(Collector collector) {
    assertThat(collector.status().isReady()).isTrue();
    assertThat(collector.status().kinds())
        .isNotEmpty()
        .allMatch(kind -> kind.state() == CoverageState.SYNCED);
  }

  private void awaitChange(String text) {
    await().atMost(Duration.ofSeconds(30)).until(() -> changes().contains(text));
  }

  private List<ConsumerRecord<String, ClusterEvent>> log() {
    return bed.read(topics.events(), CLUSTER, ClusterEvent.class);
  }

  private List<String> changes() {
    return log().stream()
        .map(ConsumerRecord::value)
        .filter(event -> event.getName() != null && event.getOperation() != Operation.SNAPSHOT)
        .map(event -> event.getOperation() + " " + event.getOrigin() + " " + event.getName())
        .toList();
  }
}
