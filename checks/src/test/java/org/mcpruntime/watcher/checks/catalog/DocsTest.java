package org.mcpruntime.watcher.checks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.GroupCheck;

/** The pages in docs/checks tell what the code does. */
final class DocsTest {

  private static final Path DOCS = Path.of("..", "docs", "checks");
  private static final Pattern DURATION_ROW =
      Pattern.compile("^\\| `([a-z-]+)` \\| (\\d+) (s|min|h) \\|.*", Pattern.MULTILINE);

  static Stream<CheckSpec> specs() {
    return Catalog.all().stream().map(Check::spec);
  }

  /** With the groups that checks name; these have no durations of their own to change. */
  static Stream<CheckSpec> all() {
    return Stream.concat(
        specs(),
        Catalog.all().stream()
            .flatMap(check -> check.groups().stream())
            .map(GroupCheck::spec)
            .distinct());
  }

  @ParameterizedTest
  @MethodSource("specs")
  void everyPageTellsTheDurationsOfTheCheck(CheckSpec spec) throws IOException {
    // Given
    Map<String, Duration> declared = new TreeMap<>();
    Rules.standard(Catalog.all()).thresholds().forEach((name, value) -> {
      if (name.startsWith(spec.id() + ".")) {
        declared.put(name.substring(spec.id().length() + 1), value);
      }
    });
    // When
    Map<String, Duration> told = new TreeMap<>();
    Matcher row = DURATION_ROW.matcher(page(spec));
    while (row.find()) {
      told.put(row.group(1), duration(Long.parseLong(row.group(2)), row.group(3)));
    }
    // Then
    assertThat(told).isEqualTo(declared);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyPageHasItsParts(CheckSpec spec) throws IOException {
    assertThat(page(spec))
        .startsWith("# " + spec.id() + "\n")
        .contains("**Signal.**", "**Rule.**", "**Not covered.**", "**What to do.**", "**Sources.**")
        .contains("https://kubernetes.io/docs/");
  }

  /** Of every class that a fixture shows. */
  @ParameterizedTest
  @MethodSource("specs")
  void everyPageTellsTheClassesOfTheCheck(CheckSpec spec) throws IOException {
    String page = page(spec);
    assertThat(classes(spec)).allSatisfy(each -> assertThat(page).contains("`" + each + "`"));
  }

  private static Set<String> classes(CheckSpec spec) {
    return Fixture.all().stream()
        .filter(fixture -> fixture.id().equals(spec.id()))
        .map(fixture -> fixture.run().said().getOrDefault("causeClass", "none"))
        .filter(told -> !told.equals("none"))
        .collect(Collectors.toSet());
  }

  @Test
  void theIndexListsEveryCheckAndNothingElse() throws IOException {
    String index = Files.readString(DOCS.resolve("README.md"));
    assertThat(all().map(spec -> "[" + spec.id() + "](" + spec.id() + ".md)"))
        .allSatisfy(link -> assertThat(index).contains(link));
    try (Stream<Path> pages = Files.list(DOCS)) {
      assertThat(pages.map(page -> page.getName(page.getNameCount() - 1).toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(Stream.of("README.md"), all().map(spec -> spec.id() + ".md"))
                  .toList());
    }
  }

  @Test
  void thePageOfImagePullsListsEveryClass() throws IOException {
    String page = Files.readString(DOCS.resolve("pod-image-pull.md"));
    for (PullFailureClass each : PullFailureClass.values()) {
      String again = each.terminal() ? "cannot help" : "may help";
      assertThat(page)
          .contains("| `" + each.id() + "` | "
              + (each == PullFailureClass.UNKNOWN ? "not known" : again) + " |");
    }
  }

  @Test
  void thePageOfRegistriesListsEveryClass() throws IOException {
    String page = Files.readString(DOCS.resolve("registry-image-pull.md"));
    for (PullFailureClass each : PullFailureClass.values()) {
      boolean groups = RegistryImagePull.group("registry.local/cart", each) != null;
      int cells = page.indexOf("|---|---|") + "|---|---|".length();
      String[] row = page.substring(cells).split("\\|", -1);
      assertThat(row[groups ? 1 : 2]).contains("`" + each.id() + "`");
    }
  }

  @Test
  void thePageOfServersListsEveryClassOfErrors() throws IOException {
    String page = Files.readString(DOCS.resolve("mcpserver-not-ready.md"));
    for (McpServerError each : McpServerError.values()) {
      assertThat(page).contains("`" + each.id() + "`");
    }
  }

  private static String page(CheckSpec spec) throws IOException {
    return Files.readString(DOCS.resolve(spec.id() + ".md"));
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "min" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }
}
