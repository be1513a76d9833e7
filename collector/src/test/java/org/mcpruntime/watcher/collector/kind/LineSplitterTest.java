package org.mcpruntime.watcher.collector.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private final List<String> lines = new ArrayList<>();
  private final LineSplitter.Lines collect = new LineSplitter.Lines() {
    @Override
    public boolean line(byte[] buffer, int length) {
      lines.add(new String(buffer, 0, length, StandardCharsets.UTF_8));
      return !lines.contains("stop");
    }

    @Override
    public void tooLong(byte[] buffer, int length, long total) {
      lines.add("too long: " + total + ", kept " + length);
    }
  };

  @Test
  void cutsLinesWhereverTheChunksEnd() throws InterruptedException {
    byte[] stream = "one\n\ntwo é\nthree\nunfinished".getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= stream.length; size++) {
      // Given
      lines.clear();
      LineSplitter splitter = new LineSplitter(100);

      // When
      for (int at = 0; at < stream.length; at += size) {
        splitter.feed(
            ByteBuffer.wrap(stream, at, Math.min(size, stream.length - at)).asReadOnlyBuffer(),
            collect);
      }

      // Then
      assertThat(lines).as("chunks of " + size).containsExactly("one", "two é", "three");
    }
  }

  @Test
  void stepsOverALineThatIsTooLong() throws InterruptedException {
    // Given
    LineSplitter splitter = new LineSplitter(8);

    // When
    splitter.feed(bytes("12345678\n123456789"), collect);
    splitter.feed(bytes("abc\nnext\n"), collect);

    // Then
    assertThat(lines).containsExactly("12345678", "too long: 12, kept 8", "next");
  }

  @Test
  void takesLinesLargerThanItsFirstBuffer() throws InterruptedException {
    // Given
    String large = "x".repeat(3_000_000);
    LineSplitter splitter = new LineSplitter(16 << 20);

    // When
    splitter.feed(bytes(large + "\nsmall\n"), collect);

    // Then
    assertThat(lines).containsExactly(large, "small");
  }

  @Test
  void endsWhenItsTakerHasEnough() throws InterruptedException {
    // When
    boolean more = new LineSplitter(100).feed(bytes("stop\nrest\n"), collect);

    // Then
    assertThat(more).isFalse();
    assertThat(lines).containsExactly("stop");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
