package org.mcpruntime.watcher.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.facts.Facts;

/** Checks know no Kafka, no clock and no I/O: the same facts give the same verdict, wherever they are judged. */
final class ArchitectureTest {

  private static final String ROOT = "org.mcpruntime.watcher.checks";

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages(ROOT);

  @Test
  void looksAtTheClassesOfThisModule() {
    assertThat(CLASSES.contain(Facts.class)).isTrue();
    assertThat(CLASSES).hasSizeGreaterThan(30);
  }

  @Test
  void knowsOnlyItselfAndTheLanguage() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "..",
            "java.lang..",
            "java.util..",
            "java.time..",
            "java.nio.charset",
            "java.security",
            "java.io",
            "org.jspecify.annotations")
        .check(CLASSES);
  }

  @Test
  void readsNoClock() {
    noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(InstantSource.class)
        .check(CLASSES);
    noClasses().should().callMethod(Instant.class, "now").check(CLASSES);
    noClasses().should().callMethod(OffsetDateTime.class, "now").check(CLASSES);
    noClasses().should().callMethod(ZonedDateTime.class, "now").check(CLASSES);
    noClasses().should().callMethod(LocalDateTime.class, "now").check(CLASSES);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
    noClasses().should().callMethod(System.class, "nanoTime").check(CLASSES);
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CLASSES);
  }

  @Test
  void doesNoInputOrOutput() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.file..", "java.nio.channels..", "java.net..", "java.net.http..")
        .check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.(File|.*InputStream|.*OutputStream|.*Reader|.*Writer|PrintStream).*")
        .check(CLASSES);
  }

  @Test
  void factsKnowNothingOfChecks() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".facts")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".check", ROOT + ".catalog", ROOT + ".assess")
        .check(CLASSES);
  }
}
