package org.mcpruntime.watcher.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;
import org.mcpruntime.watcher.testbed.registry.LocalRegistry;

/** One Kafka node and a schema registry in a process of their own. Answers everything with their two addresses. */
final class BrokerProcess {
  private BrokerProcess() {}

  /** Argument: a directory. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    try (LocalRegistry registry = LocalRegistry.start(directory.resolve("registry"), 0);
        LocalKafka kafka = LocalKafka.startOnFreePorts(directory.resolve("kafka"))) {
      String where = kafka.bootstrapServers() + " " + registry.uri();
      Answering.untilInputEnds(words -> where);
    }
  }
}
