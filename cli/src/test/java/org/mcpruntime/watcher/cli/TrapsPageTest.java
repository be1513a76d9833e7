package org.mcpruntime.watcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of traps name each trap once, and only tests that there are. */
class TrapsPageTest {

  record Page(String file, char letter, int traps) {}

  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\|.*\\|(.*)\\|");

  /** A promise that is not kept yet has to be named as such. */
  private static final String OPEN = "*open*";

  private static final Pattern NAMED = Pattern.compile("`(?:(\\w+):)?(\\w+)#(\\w+)`");

  private final List<Path> sources = sources();

  static Stream<Page> pages() {
    return Stream.of(
        new Page("docs/collector-traps.md", 'C', 39),
        new Page("docs/correlator-traps.md", 'K', 35));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesEachTrapOnce(Page page) {
    assertThat(rows(page).map(row -> row.group(1)))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, page.traps())
            .mapToObj(number -> page.letter() + Integer.toString(number))
            .toList());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesOnlyTestsThatExist(Page page) {
    List<String> missing = new ArrayList<>();
    rows(page).forEach(row -> {
      Matcher named = NAMED.matcher(row.group(2));
      int count = 0;
      while (named.find()) {
        count++;
        if (!exists(named.group(1), named.group(2), named.group(3))) {
          missing.add(row.group(1) + " " + named.group());
        }
      }
      if (count == 0 && !row.group(2).contains(OPEN)) {
        missing.add(row.group(1) + " has no test");
      }
    });
    assertThat(missing).isEmpty();
  }

  private static Stream<Matcher> rows(Page page) {
    try {
      return Files.readAllLines(ROOT.resolve(page.file())).stream()
          .map(ROW::matcher)
          .filter(Matcher::matches);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether one class of this name, in the module if one is named, has a test method of this name. */
  private boolean exists(@Nullable String module, String type, String method) {
    Pattern test = Pattern.compile(
        "@(?:Parameterized)?Test\\b(?:(?!\\n  }\\n).)*?\\n  void " + method + "\\(",
        Pattern.DOTALL);
    Path from = module == null ? ROOT : ROOT.resolve(module);
    List<Path> found = sources.stream()
        .filter(source -> source.startsWith(from) && source.endsWith(type + ".java"))
        .toList();
    return found.size() == 1 && test.matcher(read(found.get(0))).find();
  }

  /** All test sources of all modules. */
  private static List<Path> sources() {
    List<Path> sources = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT, Files::isDirectory)) {
      for (Path module : modules) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.filter(Files::isRegularFile).forEach(sources::add);
          }
        }
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
