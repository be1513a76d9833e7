package org.mcpruntime.watcher.checks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Threshold;
import org.mcpruntime.watcher.checks.check.Verdict;

final class CatalogTest {

  private static final Duration HORIZON = Duration.ofHours(2);

  static List<CheckSpec> specs() {
    return Catalog.all().stream().map(Check::spec).toList();
  }

  static List<Finding> findings() {
    return Fixture.all().stream()
        .map(fixture -> fixture.run().verdict())
        .filter(Verdict.Failing.class::isInstance)
        .flatMap(verdict -> ((Verdict.Failing) verdict).findings().stream())
        .toList();
  }

  @Test
  void everyIdIsUniqueAndKebabCase() {
    assertThat(specs())
        .extracting(CheckSpec::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void everyCheckFiresStaysQuietAndAdmitsWhatItCannotSee(CheckSpec spec) {
    Set<String> sorts = Fixture.all().stream()
        .filter(fixture -> fixture.id().equals(spec.id()))
        .map(Fixture::sort)
        .collect(Collectors.toSet());
    assertThat(sorts).containsExactlyInAnyOrder("fires", "quiet", "unknown");
  }

  @Test
  void everyFixtureNamesItsCheck() {
    Set<String> ids = new HashSet<>(specs().stream().map(CheckSpec::id).toList());
    assertThat(Fixture.all()).isNotEmpty().allSatisfy(fixture -> {
      assertThat(fixture.checkId()).isEqualTo(fixture.id());
      assertThat(ids).contains(fixture.checkId());
    });
  }

  @ParameterizedTest
  @MethodSource("specs")
  void everyCheckDescribesItself(CheckSpec spec) {
    assertThat(spec.title()).isNotBlank().hasSizeLessThanOrEqualTo(80).doesNotContainPattern("\\d");
    assertThat(spec.description()).isNotBlank();
    assertThat(spec.remediation()).isNotEmpty().allMatch(step -> !step.isBlank());
    assertThat(spec.version()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void everyDurationIsPositiveAndWithinTheHorizon(CheckSpec spec) {
    assertThat(Rules.standard(Catalog.all()).thresholds())
        .containsKeys(spec.id() + ".hold", spec.id() + ".settle");
    assertThat(List.of(spec.hold(), spec.settle())).allSatisfy(CatalogTest::isWithinHorizon);
    assertThat(spec.thresholds())
        .extracting(Threshold::name)
        .doesNotHaveDuplicates()
        .doesNotContain(Threshold.HOLD, Threshold.SETTLE);
    assertThat(spec.thresholds())
        .allMatch(threshold -> !threshold.standard().isNegative())
        .allMatch(threshold -> !threshold.meaning().isBlank())
        .filteredOn(Threshold::remembered)
        .allSatisfy(threshold -> isWithinHorizon(threshold.standard()));
  }

  @Test
  void everyFindingCanBeReadAtNight() {
    assertThat(findings()).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.title()).isNotBlank().doesNotContainPattern("\\d");
      assertThat(finding.reason()).matches("([A-Z][a-z]*)+");
      assertThat(finding.message()).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
      assertThat(finding.remediation()).hasSizeBetween(1, 3).allMatch(step -> step.endsWith("."));
      assertThat(finding.evidence()).hasSizeBetween(1, 10);
      assertThat(finding.hold()).isBetween(Duration.ZERO, HORIZON);
    });
  }

  @Test
  void noRemediationEditsAManagedDeployment() {
    assertThat(findings())
        .flatExtracting(Finding::remediation)
        .noneMatch(step -> step.contains("kubectl edit deploy")
            || step.contains("kubectl set image")
            || step.contains("rollout restart")
            || step.contains("kubectl scale"));
  }

  @Test
  void everyCauseNamesACheck() {
    assertThat(findings())
        .flatExtracting(Finding::causes)
        .allMatch(cause -> Catalog.byId(cause.checkId()).isPresent());
  }

  @Test
  void everyGroupIsJudged() {
    Set<String> judged = new HashSet<>(specs().stream().map(CheckSpec::id).toList());
    Catalog.all()
        .forEach(
            check -> check.groups().forEach(group -> judged.add(group.spec().id())));
    assertThat(findings())
        .extracting(Finding::group)
        .filteredOn(group -> group != null)
        .isNotEmpty()
        .allMatch(group -> judged.contains(group.checkId()));
  }

  private static void isWithinHorizon(Duration duration) {
    assertThat(duration).isPositive().isLessThanOrEqualTo(HORIZON);
  }
}
