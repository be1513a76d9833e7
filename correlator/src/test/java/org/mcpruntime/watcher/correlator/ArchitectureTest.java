package org.mcpruntime.watcher.correlator;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.facts.Extractors;

class ArchitectureTest {

  private static final String ROOT = "org.mcpruntime.watcher.";
  private static final JavaClasses OURS = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages(ROOT + "correlator", ROOT + "checks");

  @Test
  void knowsSchemasAndChecksAndNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "correlator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "collector..", ROOT + "testbed..", ROOT + "cli..")
        .check(OURS);
  }

  @Test
  void hasAnEngineWithoutKafka() {
    classes()
        .that()
        .resideInAPackage(ROOT + "correlator.engine")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "org.slf4j..",
            "org.apache.avro..",
            ROOT + "schemas.avro",
            ROOT + "schemas.serde",
            ROOT + "checks..",
            ROOT + "correlator.engine")
        .check(OURS);
  }

  @Test
  void takesOnlySchemasFromTheSerdes() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "correlator.engine")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(ROOT + "schemas\\.serde\\.(?!RecordSchema).*")
        .check(OURS);
  }

  @Test
  void hasNoClockAndNoChance() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, InstantSource.class, Date.class, Random.class, UUID.class)
        .check(OURS);
  }

  /** So that a moment in the past is read and seen as it was live. */
  @Test
  void takesFactsFromRecordsInOnePlace() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "correlator..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "correlator.engine.ParsedRecord")
        .should()
        .callMethodWhere(target(owner(assignableTo(Extractors.class))).and(target(name("extract"))))
        .check(OURS);
  }

  @Test
  void wiresOperatorsInOnePlace() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "correlator.streams.CorrelatorTopology")
        .should()
        .callMethodWhere(target(owner(assignableTo("org.apache.kafka.streams.Topology"))))
        .check(OURS);
  }

  @Test
  void hasPackagesWithoutCircles() {
    slices().matching(ROOT + "correlator.(*)..").should().beFreeOfCycles().check(OURS);
  }
}
