package org.mcpruntime.watcher.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Says how long each line of its input is, and ends with it. */
  static final class Measuring {
    private Measuring() {}

    public static void main(String[] args) throws IOException {
      System.out.println("at 10:00 nothing: is measured");
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println("length: " + line.length());
        System.out.println("measured");
      }
    }
  }

  @Test
  void knowsWhatAChildSaidLastUnderAName() throws Exception {
    // Given
    ChildProcess child = new ChildProcess(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Measuring.class.getName()));
    try {
      assertThat(child.newest("length")).isEmpty();

      // When
      child.say("four");
      assertThat(child.await("measured", 1, PATIENCE)).isTrue();
      assertThat(child.newest("length")).contains("4");
      child.say("seventh");
      assertThat(child.await("measured", 2, PATIENCE)).isTrue();

      // Then
      assertThat(child.newest("length")).contains("7");
      assertThat(child.newest("nothing")).isEmpty();
      assertThat(child.output()).contains("at 10:00 nothing: is measured", "length: 4");
      assertThat(child.stop()).isTrue();
    } finally {
      child.kill();
    }
  }
}
