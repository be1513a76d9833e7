package org.mcpruntime.watcher.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses classes = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("org.mcpruntime.watcher.collector");

  @Test
  void knowsNeitherChecksNorCorrelator() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.mcpruntime.watcher.checks..",
            "org.mcpruntime.watcher.correlator..",
            "org.mcpruntime.watcher.cli..",
            "org.mcpruntime.watcher.testbed..")
        .check(classes);
  }

  @Test
  void asksOnlyTheInjectedClockForTheTime() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callConstructor(Date.class)
        .check(classes);
  }

  @Test
  void decidesWhatIsWrittenWithoutKafka() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Ledger")
        .or()
        .haveSimpleName("EventWriter")
        .or()
        .haveSimpleName("Inventory")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.fabric8..", "java.net..", "java.io..")
        .check(classes);
  }

  @Test
  void keepsTheKubernetesClientInOneRoom() {
    noClasses()
        .that()
        .resideInAnyPackage("..collector.kind..", "..collector.publish..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(classes);
  }

  @Test
  void hasNoCirclesBetweenPackages() {
    slices()
        .matching("org.mcpruntime.watcher.collector.(*)..")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }
}
