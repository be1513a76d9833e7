package org.mcpruntime.watcher.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.facts.FactsCodec;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.history.BundleWriter;
import org.mcpruntime.watcher.correlator.replay.BundlePlan;

/** What the tools of the past say when they are asked for what cannot be: exit code 2, and one message that helps. */
final class BadInputTest {

  @TempDir
  static Path directory;

  @BeforeAll
  static void export() throws Exception {
    ShopHistory history = ShopHistory.played();
    Path bundle = directory.resolve("cart.zip");
    BundleWriter.write(
        bundle,
        BundlePlan.of(
                history,
                history.incident(),
                Duration.ofMinutes(30),
                EngineSettings.standard(Rules.standard(Catalog.all()), FactsCodec.VERSION))
            .orElseThrow(),
        history);
    byte[] whole = Files.readAllBytes(bundle);
    Files.write(directory.resolve("half.zip"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(directory.resolve("text.zip"), "hello");
    copy(bundle, directory.resolve("newer.zip"), "manifest.json", 9);
    copy(bundle, directory.resolve("short.zip"), "events.avro", -3_000);
    copy(bundle, directory.resolve("few.zip"), "incidents.avro", -300);
    without(bundle, directory.resolve("bare.zip"), "manifest.json");
    without(bundle, directory.resolve("untold.zip"), "incidents.avro");
    copy(bundle, directory.resolve("cut.zip"), "manifest.json", -500);
    Files.createDirectory(directory.resolve("dir"));
    Files.writeString(directory.resolve("typo.yaml"), "checks.pod-image-pul.hold: 5m\n");
    Files.writeString(directory.resolve("far.yaml"), "topics.prefix: x\n");
    Files.writeString(directory.resolve("value.yaml"), "checks.pod-image-pull.hold: soon\n");
    Files.writeString(directory.resolve("switch.yaml"), "checks.pod-image-pull.enabled: no way\n");
    Files.writeString(directory.resolve("empty.yaml"), "# nothing\n");
    Files.writeString(directory.resolve("broken.yaml"), "checks: [\n");
  }

  private static void without(Path from, Path to, String left) throws IOException {
    try (ZipFile zip = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.getName().equals(left)) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          out.write(zip.getInputStream(entry).readAllBytes());
          out.closeEntry();
        }
      }
    }
  }

  /** A bundle with one entry cut by so many bytes, or, for the manifest, of another format. */
  private static void copy(Path from, Path to, String changed, int by) throws IOException {
    try (ZipFile zip = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().equals(changed)) {
          bytes = by < 0
              ? Arrays.copyOf(bytes, bytes.length + by)
              : new String(bytes, StandardCharsets.UTF_8)
                  .replace("\"format\" : 1", "\"format\" : " + by)
                  .getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(bytes);
        out.closeEntry();
      }
    }
  }

  @ParameterizedTest(name = "{0} : {1}")
  @CsvSource(delimiter = '|', textBlock = """
      replay -f cart.zip --from 03:99 | "03:99" is no point in time (examples: 03:12, -30m or 2026-11-23T03:12:00Z)
      replay -f cart.zip --from 2126-01-01T00:00:00Z | 2126-01-01 00:00:00 UTC has not come yet: the future is not in the log
      replay -f cart.zip --from -2h --to 2126-01-01T00:00:00Z --verify | 2126-01-01 00:00:00 UTC has not come yet
      replay -f cart.zip --from 2026-11-23T03:10:00Z --to 2026-11-23T03:05:00Z | --from 11-23 03:10:00 is after --to 11-23 03:05:00
      replay -f cart.zip --from 2026-11-23T03:45:00Z | --from 11-23 03:45:00 is after all that is evaluated: the correlator has come to 11-23 03:30:00
      replay -f cart.zip --from 03:00 --cluster prod | --cluster cannot go with -f: a bundle holds one cluster
      replay -f cart.zip --from 03:00 --diff | --diff needs the other rules: --rules FILE
      replay -f cart.zip --from 03:00 --verify -n shop | --verify is about all that was published: leave --diff and -n away
      replay -f cart.zip --from 03:00 --rules typo.yaml | checks.pod-image-pul.hold: is no key of rules, did you mean checks.pod-image-pull.hold?
      replay -f cart.zip --from 03:00 --rules far.yaml | topics.prefix: is no key of rules (example: checks.pod-image-pull.hold: 5m)
      replay -f cart.zip --from 03:00 --rules value.yaml | checks.pod-image-pull.hold: must be a duration, was "soon" (example: 5m)
      replay -f cart.zip --from 03:00 --rules switch.yaml | checks.pod-image-pull.enabled: must be true or false, was "no way" (example: false)
      replay -f cart.zip --from 03:00 --rules empty.yaml | empty.yaml: changes nothing (example: checks.pod-image-pull.hold: 5m)
      replay -f cart.zip --from 03:00 --rules broken.yaml | broken.yaml: is not YAML at line
      replay -f cart.zip --from 03:00 --rules none.yaml | none.yaml: there is no such file
      replay -f none.zip --from 03:00 | none.zip: there is no such file
      replay -f dir --from 03:00 | dir: is no bundle: it is a directory
      replay -f text.zip --from 03:00 | text.zip: is no bundle
      replay -f half.zip --from 03:00 | half.zip: is no bundle
      replay -f bare.zip --from 03:00 | bare.zip: is no bundle: manifest.json is missing
      replay -f untold.zip --from 2026-11-23T03:01:00Z --verify | the bundle is damaged: incidents.avro is missing
      replay -f cut.zip --from 03:00 | cut.zip: has a manifest that cannot be read: Unexpected end-of-input
      replay -f newer.zip --from 03:00 | newer.zip: is a bundle of format 9; this program reads format
      replay -f short.zip --from 2026-11-23T03:01:00Z | the bundle is damaged: events.avro ends too early
      replay -f few.zip --from 2026-11-23T03:01:00Z | the bundle is damaged: incidents.avro ends too early
      doctor -f short.zip --at 2026-11-23T03:29:00Z | the bundle is damaged: events.avro ends too early
      incidents explain 7c -f few.zip | the bundle is damaged: incidents.avro ends too early
      doctor -f cart.zip | cart.zip: is no text, so no manifest (of a bundle say which time: --at or --between)
      doctor -f cart.zip --at 2126-01-01T00:00:00Z | 2126-01-01 00:00:00 UTC has not come yet: the future is not in the log
      doctor -f cart.zip --between 2026-11-23T03:10:00Z 2126-01-01T00:00:00Z | has not come yet
      doctor -f cart.zip --between 2026-11-23T03:10:00Z 2026-11-23T03:05:00Z | --between: the first time must not be after the second
      doctor -f cart.zip --between 2026-11-23T03:05:00Z 2026-11-23T03:10:00Z -o junit | -o junit tells of one time: use --at instead of --between
      doctor --at 03:12 --cluster prod -f cart.zip | --cluster cannot go with -f: a bundle holds one cluster
      replay --from 03:00 -o junit | but was 'junit'
      incidents explain zzz -f cart.zip | no incident has an id that begins with "zzz" (list them with `cluster-watcher incidents --status all`)
      incidents explain 7c -f none.zip | none.zip: there is no such file
      incidents export 7c --window soon | --window: must be a duration, was "soon" (example: 30m)
      """)
  void endsWithOneMessage(String command, String message) {
    // Given
    TestShell shell = new TestShell(directory);
    // When
    int code = shell.run(command.split(" "));
    // Then
    assertThat(code).as(shell.out() + shell.err()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).contains(message).doesNotContain("Exception", "\tat ");
    List<String> lines = new ArrayList<>(shell.err().lines().toList());
    lines.removeIf(line -> line.startsWith("Try: cluster-watcher "));
    assertThat(lines).hasSize(1);
  }
}
