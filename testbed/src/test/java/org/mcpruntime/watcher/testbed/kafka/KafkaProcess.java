package org.mcpruntime.watcher.testbed.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A node in a process of its own, to be killed. */
final class KafkaProcess {
  private KafkaProcess() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    LocalKafka kafka = LocalKafka.startOnFreePorts(Path.of(args[0]));
    System.out.println(kafka.bootstrapServers());
    new CountDownLatch(1).await();
    kafka.close();
  }
}
