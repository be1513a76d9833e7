package org.mcpruntime.watcher.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {
  private static final TopicNames NAMES = TopicNames.withPrefix("mcp.");

  @Test
  void definesSixTopicsAlike() {
    List<TopicSpec> specs = Topics.specs(NAMES, 12, (short) 3, Retention.DEFAULT);

    assertThat(specs)
        .extracting(TopicSpec::name)
        .containsExactlyInAnyOrder(
            "mcp.cluster.events",
            "mcp.cluster.snapshots",
            "mcp.incidents",
            "mcp.watcher.status",
            "mcp.collector.state",
            "mcp.dead-letters");
    assertThat(specs).allSatisfy(spec -> {
      assertThat(spec.partitions()).isEqualTo(12);
      assertThat(spec.replication()).isEqualTo((short) 3);
      assertThat(spec.subject()).isEqualTo(spec.name() + "-value");
      assertThat(spec.config())
          .containsEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime")
          .containsEntry(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    });
  }

  @ParameterizedTest(name = "{0}: {1}={2}")
  @CsvSource({
    "mcp.cluster.events,cleanup.policy,delete",
    "mcp.cluster.events,retention.ms,604800000",
    "mcp.cluster.events,retention.bytes,-1",
    "mcp.cluster.snapshots,cleanup.policy,compact",
    "mcp.cluster.snapshots,segment.bytes,67108864",
    "mcp.cluster.snapshots,min.cleanable.dirty.ratio,0.1",
    "mcp.incidents,cleanup.policy,'compact,delete'",
    "mcp.incidents,min.compaction.lag.ms,777600000",
    "mcp.incidents,retention.ms,2592000000",
    "mcp.watcher.status,cleanup.policy,compact",
    "mcp.collector.state,cleanup.policy,compact",
    "mcp.dead-letters,cleanup.policy,delete",
    "mcp.dead-letters,retention.ms,2592000000"
  })
  void setsCleanup(String topic, String key, String value) {
    assertThat(Topics.specs(NAMES, 12, (short) 1, Retention.DEFAULT))
        .filteredOn(spec -> spec.name().equals(topic))
        .singleElement()
        .satisfies(spec -> assertThat(spec.config()).containsEntry(key, value));
  }

  @Test
  void needsOneReplicaInSyncBelowThree() {
    assertThat(Topics.specs(NAMES, 1, (short) 2, Retention.DEFAULT))
        .allSatisfy(spec -> assertThat(spec.config()).containsEntry("min.insync.replicas", "1"));
  }

  @Test
  void keepsIncidentsLongerThanTheirEvents() {
    Retention month =
        new Retention(Duration.ofDays(27), 1 << 30, Duration.ofDays(30), Duration.ofDays(1));

    assertThat(month.incidentLag()).isEqualTo(Duration.ofDays(29));
    assertThatThrownBy(
            () -> new Retention(Duration.ofDays(28), -1, Duration.ofDays(30), Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a,true",
    "prod,true",
    "eu-1.prod,true",
    "'',false",
    "Prod,false",
    "-a,false",
    "a-,false",
    "a/b,false"
  })
  void knowsValidClusterNames(String name, boolean valid) {
    assertThat(ClusterNames.isValid(name)).isEqualTo(valid);
  }

  @Test
  void limitsClusterNamesTo63() {
    assertThat(ClusterNames.isValid("a".repeat(63))).isTrue();
    assertThat(ClusterNames.isValid("a".repeat(64))).isFalse();
  }
}
