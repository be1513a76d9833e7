package org.mcpruntime.watcher.correlator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

class CorrelatorTopologyTest {

  @Test
  void isOneSubTopologyWithNamesOfOurs() {
    // Given
    TopologySettings settings = new TopologySettings(
        TopicNames.withPrefix("mcp."),
        EngineSettings.standard(Rules.standard(Catalog.all()), 7),
        Map.of("schema.registry.url", "http://127.0.0.1:1"));
    // When
    Topology topology = CorrelatorTopology.build(settings, NoHistory::new, new EngineProbe());
    // Then
    assertThat(topology.describe().toString()).isEqualTo("""
            Topologies:
               Sub-topology: 0
                Source: cluster-events (topics: [mcp.cluster.events])
                  --> incident-engine
                Processor: incident-engine (stores: [objects-v7, lives-v7, evaluated])
                  --> dead-letters, incidents, watcher-status
                  <-- cluster-events
                Sink: dead-letters (topic: mcp.dead-letters)
                  <-- incident-engine
                Sink: incidents (topic: mcp.incidents)
                  <-- incident-engine
                Sink: watcher-status (topic: mcp.watcher.status)
                  <-- incident-engine

            """);
  }
}
