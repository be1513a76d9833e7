package org.mcpruntime.watcher.schemas.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition holds a cluster: {@code toPositive(murmur2(utf8(cluster))) mod partitions}, the same in every topic
 * of ours, so that a cluster's history is one ordered log. {@code murmur2} is the one of Kafka's clients (seed {@code
 * 0x9747b28c}) and {@code toPositive} is {@code & 0x7fffffff}; so the result is what Kafka's default partitioner gives a
 * record whose key is just the cluster name. Our keys are longer: producers of our topics name the partition.
 */
public final class ClusterPartitioner {
  private ClusterPartitioner() {}

  /**
   * The partition of a cluster.
   *
   * @param partitions how many partitions each topic has, at least 1
   */
  public static int partition(String cluster, int partitions) {
    return Utils.toPositive(Utils.murmur2(cluster.getBytes(StandardCharsets.UTF_8))) % partitions;
  }
}
