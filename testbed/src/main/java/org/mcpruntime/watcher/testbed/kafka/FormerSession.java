package org.mcpruntime.watcher.testbed.kafka;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A node that ended, killed or not, still leads its partitions, by its metadata. Started again it would take up its former
 * work and lose the lead a moment later, when its former session ends. A transaction that was committed just before the end
 * gets its markers in that moment, and Kafka 4.3 drops a marker whose partition has no leader, for it takes the partition for
 * deleted: the transaction counts as complete and is never readable. So the controller alone is started first, until it
 * has ended the former session.
 */
final class FormerSession {
  private static final Duration SESSION = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Long enough for a controller to lead and to read its log. */
  private static final Duration UNREGISTERED = Duration.ofSeconds(5);

  private FormerSession() {}

  /** Whether a node ran in a formatted directory. */
  static boolean isIn(Path dir) {
    return Files.exists(dir.resolve("__cluster_metadata-0"));
  }

  /**
   * Ends the former session; takes about a second.
   *
   * @param settings of the node, controller and broker in one
   */
  static void end(Map<String, String> settings, int controllerPort) throws IOException {
    Map<String, String> alone = new HashMap<>(settings);
    alone.put("process.roles", "controller");
    alone.put("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
    alone.remove("advertised.listeners");
    alone.put("broker.session.timeout.ms", Long.toString(SESSION.toMillis()));
    alone.put("broker.heartbeat.interval.ms", Long.toString(SESSION.toMillis() / 2));
    KafkaRaftServer controller = new KafkaRaftServer(new KafkaConfig(alone, false), Time.SYSTEM);
    try {
      controller.startup();
      awaitFenced();
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  /** Fenced, or never registered: a node that ended before that has no session. */
  private static void awaitFenced() throws IOException {
    long begin = System.nanoTime();
    try {
      while (brokers("FencedBrokerCount") == 0) {
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        if (brokers("ActiveBrokerCount") == 0 && waited.compareTo(UNREGISTERED) > 0) {
          return;
        }
        if (waited.compareTo(PATIENCE) > 0) {
          throw new IOException("Kafka's controller does not end the session of the former node");
        }
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    } catch (JMException e) {
      throw new IOException("Kafka's controller does not tell its brokers", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Kafka starts", e);
    }
  }

  private static int brokers(String metric) throws JMException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("kafka.controller:type=KafkaController,name=" + metric);
    return beans.isRegistered(name) && beans.getAttribute(name, "Value") instanceof Number count
        ? count.intValue()
        : 0;
  }
}
