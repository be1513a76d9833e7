package org.mcpruntime.watcher.testbed.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;

/** A Kafka broker in a process of its own, so that it can be killed. */
final class BrokerProcess {
  private BrokerProcess() {}

  /** Arguments: directory, broker port, controller port, then broker settings, each {@code name=value}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> overrides = new HashMap<>();
    for (String setting : List.of(args).subList(3, args.length)) {
      int equals = setting.indexOf('=');
      overrides.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    LocalKafka kafka = LocalKafka.start(
        Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), overrides);
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
