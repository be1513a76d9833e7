package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

class CollectorConfigTest {
  private static final TopicNames TOPICS = TopicNames.withPrefix("mcp.");

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(() -> CollectorConfig.of("Prod!", TOPICS, 0, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster:")
        .hasMessageContaining("partitions:")
        .hasMessageContaining("kafka.bootstrap.servers:");
  }

  @Test
  void rejectsAKindNamedTwiceAndATickThatIsTooShort() {
    CollectorConfig config =
        CollectorConfig.of("prod", TOPICS, 12, Map.of("bootstrap.servers", "127.0.0.1:9092"));
    KindSpec pod = KindSpec.builtIn("", "Pod");
    assertThatThrownBy(() -> config.withKinds(List.of(pod, pod)))
        .hasMessageContaining("names core/Pod twice");
    assertThatThrownBy(() -> config.withTickInterval(Duration.ofMillis(99)))
        .hasMessageContaining("tick-interval");
    assertThat(config.tickInterval()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void collectsNoSecretsAndNoLeasesByDefault() {
    assertThat(KindSpec.defaults())
        .extracting(spec -> spec.id().text())
        .contains(
            "core/Pod", "core/Event", "mcpruntime.org/MCPServer", "cert-manager.io/Certificate")
        .doesNotHaveDuplicates()
        .noneMatch(kind -> kind.contains("Secret") || kind.contains("Lease"))
        .noneMatch(kind -> kind.startsWith("events.k8s.io"));
  }
}
