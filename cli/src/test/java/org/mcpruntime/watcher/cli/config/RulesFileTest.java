package org.mcpruntime.watcher.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;

final class RulesFileTest {

  @TempDir
  Path directory;

  @Test
  void takesTheKeysThatThePageOfChecksNames() throws Exception {
    // Given
    Matcher key = Pattern.compile("in a rules file as `([^`]+)`")
        .matcher(Files.readString(Path.of("..", "docs", "checks", "README.md")));
    assertThat(key.find()).isTrue();
    String hold = key.group(1).replace("<check>", "pod-image-pull").replace("<name>", "hold");
    // When
    Rules rules = RulesFile.read(
        Files.writeString(directory.resolve("rules.yaml"), hold + ": 7m"),
        Rules.standard(Catalog.all()));
    // Then
    assertThat(rules.thresholds()).containsEntry("pod-image-pull.hold", Duration.ofMinutes(7));
  }
}
