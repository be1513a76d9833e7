package org.mcpruntime.watcher.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.assess.Assessor;
import org.mcpruntime.watcher.checks.assess.Doctor;
import org.mcpruntime.watcher.checks.assess.Evaluator;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.correlator.Correlator;
import org.mcpruntime.watcher.schemas.redaction.Redactor;

/** The arrows between the modules, and that stream and doctor judge with the same eyes. */
final class ArchitectureTest {
  private static final String ROOT = "org.mcpruntime.watcher.";
  private static final String SCHEMAS = ROOT + "schemas..";
  private static final String CHECKS = ROOT + "checks..";
  private static final String COLLECTOR = ROOT + "collector..";
  private static final String CORRELATOR = ROOT + "correlator..";
  private static final String ENGINE = ROOT + "correlator.engine..";
  private static final String CLI = ROOT + "cli..";
  private static final String DOCTOR = ROOT + "cli.doctor..";
  private static final String TESTBED = ROOT + "testbed..";

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("org.mcpruntime.watcher");

  @Test
  void looksAtEveryModule() {
    assertThat(CLASSES.contain(Redactor.class)).isTrue();
    assertThat(CLASSES.contain(Facts.class)).isTrue();
    assertThat(CLASSES.contain(Correlator.class)).isTrue();
    assertThat(CLASSES.contain(ClusterWatcher.class)).isTrue();
  }

  @Test
  void schemasAndChecksKnowNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage(SCHEMAS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CHECKS, COLLECTOR, CORRELATOR, CLI, TESTBED)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(CHECKS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SCHEMAS, COLLECTOR, CORRELATOR, CLI, TESTBED, "org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void collectorAndCorrelatorKnowSchemasAndNeverEachOther() {
    noClasses()
        .that()
        .resideInAPackage(COLLECTOR)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CHECKS, CORRELATOR, CLI, TESTBED)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(CORRELATOR)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(COLLECTOR, CLI, TESTBED)
        .check(CLASSES);
  }

  @Test
  void theEngineIsPlainJavaWithoutAClock() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "java.time.zone..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(CORRELATOR)
        .should()
        .callMethod(Instant.class, "now")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ENGINE)
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  void everyCheckIsInTheCatalogue() {
    classes()
        .that()
        .implement(Check.class)
        .should()
        .resideInAPackage(ROOT + "checks.catalog..")
        .check(CLASSES);
    assertThat(CLASSES.stream()
            .filter(each -> each.isAssignableTo(Check.class) && !each.isInterface()))
        .hasSameSizeAs(Catalog.all());
  }

  /** Both take facts with the one set of extractors, and both let the one evaluator and assessor judge them. */
  @Test
  void streamAndDoctorShareFactsAndChecks() {
    classes()
        .that()
        .implement(Facts.class)
        .should()
        .resideInAPackage(ROOT + "checks.facts..")
        .check(CLASSES);
    for (Class<?> shared : new Class<?>[] {Extractors.class, Evaluator.class, Assessor.class}) {
      assertThat(uses(ENGINE, shared))
          .as("the engine uses %s", shared.getSimpleName())
          .isTrue();
    }
    for (Class<?> shared : new Class<?>[] {Extractors.class, Redactor.class, Doctor.class}) {
      assertThat(uses(DOCTOR, shared))
          .as("the doctor command uses %s", shared.getSimpleName())
          .isTrue();
    }
    for (Class<?> shared : new Class<?>[] {Evaluator.class, Assessor.class}) {
      assertThat(CLASSES.get(Doctor.class).getDirectDependenciesFromSelf().stream()
              .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(shared)))
          .as("the doctor uses %s", shared.getSimpleName())
          .isTrue();
    }
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE, DOCTOR)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8.kubernetes.api.model..")
        .check(CLASSES);
  }

  private static boolean uses(String packages, Class<?> type) {
    String prefix = packages.substring(0, packages.length() - 2);
    return CLASSES.stream()
        .filter(each -> each.getPackageName().startsWith(prefix))
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(type));
  }
}
