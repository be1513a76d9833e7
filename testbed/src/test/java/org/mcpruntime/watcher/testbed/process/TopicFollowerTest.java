package org.mcpruntime.watcher.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.testbed.kafka.LocalKafka;

@Timeout(120)
final class TopicFollowerTest {

  private static final String TOPIC = "followed";

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  @Test
  void isNotWaitedForLongerThanItsLimit() throws Exception {
    try (LocalKafka kafka = LocalKafka.startOnFreePorts(directory.resolve("kafka"))) {
      // Given: what reads along waits for ever
      Map<String, String> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
      writeOne(settings);
      CountDownLatch reads = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      TopicFollower follower = new TopicFollower(
          settings, List.of(new TopicPartition(TOPIC, 0)), "read_committed", record -> {
            reads.countDown();
            await(never);
          });
      assertThat(reads.await(1, TimeUnit.MINUTES)).isTrue();
      // Then
      assertThatThrownBy(() -> follower.close(Duration.ofMillis(100)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("follower-read_committed has not ended within 0s");
      // When it goes on, Then it ends
      never.countDown();
      follower.close();
      assertThat(follower.records()).isEqualTo(1);
    }
  }

  private static void writeOne(Map<String, String> settings) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(settings))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(Map.copyOf(settings), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, "key", "value")).get();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
