package org.mcpruntime.watcher.collector.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;

/** A Kafka broker in a process of its own, so that it can be killed. */
final class BrokerProcess {
  private BrokerProcess() {}

  /** Arguments: directory, broker port, controller port. */
  public static void main(String[] args) throws IOException {
    LocalKafka kafka = LocalKafka.start(
        Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), Map.of());
    System.out.println("ready");
    // Nothing is said here but the end.
    int said;
    do {
      said = System.in.read();
    } while (said >= 0);
    kafka.close();
    System.exit(0);
  }
}
