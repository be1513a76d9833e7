package org.mcpruntime.watcher.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page names each trap once, and only tests that there are. */
class CollectorTrapsPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW = Pattern.compile("\\| (C\\d+) \\|.*\\|(.*)\\|");
  private static final Pattern NAMED = Pattern.compile("`(?:(\\w+):)?(\\w+)#(\\w+)`");

  @Test
  void namesEachTrapOnce() {
    assertThat(rows().map(row -> row.group(1)))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 39).mapToObj(number -> "C" + number).toList());
  }

  @Test
  void namesOnlyTestsThatExist() {
    List<String> missing = new ArrayList<>();
    rows().forEach(row -> {
      Matcher named = NAMED.matcher(row.group(2));
      int count = 0;
      while (named.find()) {
        count++;
        if (!exists(named.group(1), named.group(2), named.group(3))) {
          missing.add(row.group(1) + " " + named.group());
        }
      }
      if (count == 0) {
        missing.add(row.group(1) + " has no test");
      }
    });
    assertThat(missing).isEmpty();
  }

  private static Stream<Matcher> rows() {
    try {
      return Files.readAllLines(ROOT.resolve("docs/collector-traps.md")).stream()
          .map(ROW::matcher)
          .filter(Matcher::matches);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether one class of this name, in the module if one is named, has a test method of this name. */
  private static boolean exists(String module, String type, String method) {
    Pattern test = Pattern.compile(
        "@(?:Parameterized)?Test\\b(?:(?!\\n  }).)*?\\n  void " + method + "\\(", Pattern.DOTALL);
    List<Path> sources = sources(module, type + ".java");
    return sources.size() == 1 && test.matcher(read(sources.get(0))).find();
  }

  private static List<Path> sources(String module, String file) {
    Path from = module == null ? ROOT : ROOT.resolve(module);
    try (Stream<Path> paths =
        Files.find(from, 16, (path, attributes) -> path.endsWith(file))) {
      return paths.filter(path -> path.toString().contains("src/test/java")).toList();
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
