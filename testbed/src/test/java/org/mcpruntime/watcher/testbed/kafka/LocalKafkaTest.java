package org.mcpruntime.watcher.testbed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.testbed.net.Ports;
import org.mcpruntime.watcher.testbed.process.Broker;
import org.mcpruntime.watcher.testbed.process.JavaCommand;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LocalKafkaTest {
  @TempDir
  private Path dir;

  @Test
  void keepsCommittedRecordsAcrossARestartOnOtherPorts() throws Exception {
    Path home = dir.resolve("kafka");
    try (LocalKafka kafka = LocalKafka.startOnFreePorts(home)) {
      createTopic(kafka.bootstrapServers());
      writeInTransaction(kafka.bootstrapServers(), "one", true);
      writeInTransaction(kafka.bootstrapServers(), "aborted", false);
    }

    try (LocalKafka again = LocalKafka.startOnFreePorts(home)) {
      writeInTransaction(again.bootstrapServers(), "two", true);

      assertThat(readCommitted(again.bootstrapServers(), 2)).containsExactly("one", "two");
    }
  }

  /** A commit that the killed node had answered, and perhaps not yet marked in the log. */
  @RepeatedTest(3)
  void goesOnAfterAKill() throws Exception {
    try (Broker broker = new Broker(dir, new JavaCommand(dir), Map.of())) {
      String bootstrap = broker.settings().getOrDefault("bootstrap.servers", "");
      createTopic(bootstrap);
      writeInTransaction(bootstrap, "one", true);

      broker.kill();
      broker.start();

      assertThat(readCommitted(bootstrap, 1)).containsExactly("one");
    }
  }

  /** Kafka itself would end this process. */
  @Test
  void saysThatAPortWasTakenWhileItStartedAndStartsOnOthers() throws Exception {
    // Given somebody who takes the port of the controller when the directory is formatted, just
    // before Kafka does
    Path home = dir.resolve("kafka");
    int brokerPort = Ports.free();
    int controllerPort = Ports.free();
    CompletableFuture<ServerSocket> thief = CompletableFuture.supplyAsync(() -> {
      while (!Files.exists(home.resolve("meta.properties"))) {
        Thread.onSpinWait();
      }
      try {
        return new ServerSocket(controllerPort, 1, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    // Then
    assertThatThrownBy(() -> LocalKafka.start(home, brokerPort, controllerPort, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Kafka does not start in " + home)
        .hasMessageContaining(String.valueOf(controllerPort));
    thief.get().close();
    try (LocalKafka again = LocalKafka.startOnFreePorts(home)) {
      createTopic(again.bootstrapServers());
      writeInTransaction(again.bootstrapServers(), "one", true);
      assertThat(readCommitted(again.bootstrapServers(), 1)).containsExactly("one");
    }
  }

  /** The starting thread may wait for what the other was to do. */
  @Test
  void saysThatAnotherThreadOfKafkaGaveUpWhileItStarted() {
    Map<String, String> reporter = Map.of("metric.reporters", GivesUp.class.getName());

    assertThatThrownBy(() -> LocalKafka.startOnFreePorts(dir.resolve("kafka"), reporter))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(": the disk is gone");
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Ends the process, on a thread of its own, once Kafka has its metrics. */
  public static final class GivesUp implements MetricsReporter {
    @Override
    public void init(List<KafkaMetric> metrics) {
      Thread thread = new Thread(() -> Exit.halt(1, "the disk is gone"), "gives-up");
      thread.setUncaughtExceptionHandler((thrower, thrown) -> {});
      thread.start();
    }

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }

  @Test
  void namesThePortInUse() throws Exception {
    try (LocalKafka kafka = LocalKafka.startOnFreePorts(dir.resolve("one"))) {
      int port = Integer.parseInt(kafka.bootstrapServers().split(":", -1)[1]);

      assertThatThrownBy(() -> LocalKafka.start(dir.resolve("two"), port, 1, Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessage("Kafka broker: port " + port + " on 127.0.0.1 is in use");
    }
  }

  @Test
  void refusesADirectoryWithOtherContents() throws Exception {
    Path home = Files.createDirectories(dir.resolve("kafka"));
    Files.writeString(home.resolve("letter.txt"), "dear");

    assertThatThrownBy(() -> LocalKafka.startOnFreePorts(home)).isInstanceOf(IOException.class);
    assertThat(home.resolve("letter.txt")).hasContent("dear");
  }

  private static void createTopic(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
    }
  }

  private static void writeInTransaction(String bootstrap, String value, boolean commit) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "transactional.id", "writer");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var unused = producer.send(new ProducerRecord<>("t", 0, "k", value));
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static List<String> readCommitted(String bootstrap, int count) {
    Map<String, Object> config = Map.of(
        "bootstrap.servers",
        bootstrap,
        "isolation.level",
        "read_committed",
        "auto.offset.reset",
        "earliest");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("t", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (values.size() < count) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }
}
