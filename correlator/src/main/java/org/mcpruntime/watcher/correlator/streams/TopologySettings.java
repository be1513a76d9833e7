package org.mcpruntime.watcher.correlator.streams;

import java.util.Map;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * What the topology depends on.
 *
 * @param serdes settings of serializer and deserializer, such as {@code schema.registry.url}; {@code value.serializer} and
 *     {@code value.deserializer} replace ours
 */
public record TopologySettings(
    TopicNames topics, EngineSettings engine, Map<String, String> serdes) {

  public TopologySettings {
    serdes = Map.copyOf(serdes);
  }
}
