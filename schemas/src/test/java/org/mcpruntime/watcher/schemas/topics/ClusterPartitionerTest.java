package org.mcpruntime.watcher.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors were computed by an independent program from the definition of murmur2; consumers may use them too. */
class ClusterPartitionerTest {

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource({
    "prod, 12, 3",
    "prod, 3, 0",
    "staging, 12, 7",
    "staging, 3, 1",
    "demo, 12, 7",
    "demo, 3, 1",
    "eu-west-1.prod, 12, 11",
    "eu-west-1.prod, 3, 2",
    "a, 12, 4",
    "a, 3, 1",
    "cluster-0123456789-0123456789-0123456789-0123456789-0123456789z, 12, 7",
    "cluster-0123456789-0123456789-0123456789-0123456789-0123456789z, 3, 1"
  })
  void agreesWithIndependentVectors(String cluster, int partitions, int expected) {
    assertThat(ClusterPartitioner.partition(cluster, partitions)).isEqualTo(expected);
  }
}
