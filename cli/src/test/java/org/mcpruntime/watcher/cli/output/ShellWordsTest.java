package org.mcpruntime.watcher.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShellWordsTest {

  private static final List<String> WORDS = List.of(
      "./cluster-watcher",
      "replay",
      "-f",
      "what's new.zip",
      "--from",
      "2026-11-29T12:45:28Z",
      "-n",
      "mcp-team-acme",
      "$HOME");

  @Test
  void keepsAnOptionWithItsValue() {
    assertThat(ShellWords.lines(WORDS, 60, "  "))
        .containsExactly(
            "  ./cluster-watcher replay -f 'what'\\''s new.zip' \\",
            "    --from 2026-11-29T12:45:28Z -n mcp-team-acme '$HOME'");
  }

  @Test
  void isReadByAShellAsItWasMeant() throws Exception {
    // Given
    List<String> command = new ArrayList<>(WORDS);
    command.set(0, "printf");
    command.add(1, "%s\\n");
    String text = String.join("\n", ShellWords.lines(command, 40, "  "));
    // When
    Process shell = new ProcessBuilder("sh", "-c", text).start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Then
    assertThat(out.lines()).containsExactlyElementsOf(WORDS.subList(1, WORDS.size()));
    assertThat(ShellWords.line(WORDS)).doesNotContain("\n");
  }
}
