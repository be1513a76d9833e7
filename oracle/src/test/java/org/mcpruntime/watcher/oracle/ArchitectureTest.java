package org.mcpruntime.watcher.oracle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final int LINES = 400;

  @Test
  void knowsNothingOfWhatItJudges() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "tools.jackson..",
            "org.apache.avro..",
            "org.mcpruntime.watcher.schemas.avro",
            "org.mcpruntime.watcher.oracle")
        .check(new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mcpruntime.watcher.oracle"));
  }

  /** Lines of code: not empty, no import, no comment. */
  @Test
  void canBeReadInOneGo() throws IOException {
    // Given
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      // When
      List<String> lines = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
      lines.removeIf(line -> line.matches("\\s*|(import|package) .*|\\s*(/\\*|\\*).*"));
      // Then
      assertThat(lines).hasSizeBetween(100, LINES);
    }
  }
}
