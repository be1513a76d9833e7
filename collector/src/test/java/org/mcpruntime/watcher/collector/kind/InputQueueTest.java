package org.mcpruntime.watcher.collector.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

class InputQueueTest {
  private static final Scope POD = Scope.all(new KindId("", "Pod"));

  @Test
  void givesInputsInTheirOrder() throws InterruptedException {
    // Given
    InputQueue queue = new InputQueue(10, 10_000);
    queue.put(new Input.Bookmark(POD, "1"));
    queue.put(new Input.Bookmark(POD, "2"));

    // Then
    assertThat(queue.poll()).isEqualTo(new Input.Bookmark(POD, "1"));
    assertThat(queue.poll(Duration.ofSeconds(1))).isEqualTo(new Input.Bookmark(POD, "2"));
    assertThat(queue.poll()).isNull();
    assertThat(queue.poll(Duration.ZERO)).isNull();
  }

  @Test
  void blocksItsWriterByNumber() throws InterruptedException {
    // Given
    InputQueue queue = new InputQueue(1, 10_000);
    queue.put(new Input.Bookmark(POD, "1"));

    // When
    Thread writer = putting(queue, new Input.Bookmark(POD, "2"));

    // Then
    await().until(() -> writer.getState() == Thread.State.WAITING);
    queue.poll();
    writer.join(10_000);
    assertThat(queue.poll()).isEqualTo(new Input.Bookmark(POD, "2"));
  }

  @Test
  void blocksItsWriterByBytesAndLetsOneLargeInputInAlone() throws InterruptedException {
    // Given: an input that is larger than the bound
    InputQueue queue = new InputQueue(10, 1_000);
    Input large = new Input.Change(POD, Input.ChangeType.ADDED, object(5_000));
    queue.put(large);

    // When
    Thread writer = putting(queue, new Input.Bookmark(POD, "2"));

    // Then
    await().until(() -> writer.getState() == Thread.State.WAITING);
    assertThat(queue.poll()).isSameAs(large);
    writer.join(10_000);
    assertThat(queue.poll()).isEqualTo(new Input.Bookmark(POD, "2"));
  }

  @Test
  void endsAWaitAtANudgeAlsoWhenItComesFirst() throws InterruptedException {
    // Given
    InputQueue queue = new InputQueue(10, 1_000);

    // When
    queue.nudge();

    // Then
    assertThat(queue.poll(Duration.ofHours(1))).isNull();
  }

  private static Thread putting(InputQueue queue, Input input) {
    Thread writer = new Thread(() -> {
      try {
        queue.put(input);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    writer.start();
    return writer;
  }

  private static RedactedObject object(int size) {
    return new RedactedObject(
        new byte[size], "v1", "Pod", "shop", "cart", "u", "1", size, false, List.of());
  }
}
