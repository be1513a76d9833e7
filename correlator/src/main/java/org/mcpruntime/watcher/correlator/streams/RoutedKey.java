package org.mcpruntime.watcher.correlator.streams;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;

/**
 * A record key and the cluster whose partition it belongs to, since an incident id does not tell its cluster.
 *
 * @param text the key as published
 */
record RoutedKey(String cluster, String text) {

  /** Publishes the text alone. */
  static final class TextSerializer implements Serializer<RoutedKey> {
    @Override
    public byte[] serialize(String topic, RoutedKey key) {
      return key.text().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Keeps everything about a cluster in the cluster's partition. */
  static final class ByCluster implements StreamPartitioner<RoutedKey, byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(
        String topic, RoutedKey key, byte[] value, int partitions) {
      return Optional.of(Set.of(ClusterPartitioner.partition(key.cluster(), partitions)));
    }
  }
}
