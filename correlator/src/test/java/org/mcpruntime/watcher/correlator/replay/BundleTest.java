package org.mcpruntime.watcher.correlator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mcpruntime.watcher.correlator.engine.ClusterScript.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpruntime.watcher.checks.catalog.NodeNotReady;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.correlator.engine.CheckFailed;
import org.mcpruntime.watcher.correlator.engine.ClusterScript;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.Thing;
import org.mcpruntime.watcher.correlator.engine.ToyCheck;
import org.mcpruntime.watcher.correlator.history.BundleException;
import org.mcpruntime.watcher.correlator.history.BundleHistory;
import org.mcpruntime.watcher.correlator.history.BundleManifest;
import org.mcpruntime.watcher.correlator.history.BundleWriter;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.PublishedIncident;
import org.mcpruntime.watcher.schemas.avro.Incident;

class BundleTest {

  private static final Check<?> CHECK = ToyCheck.podSad();
  private static final EngineSettings SETTINGS = ClusterScript.settings(CHECK);
  private static final Thing CART = Thing.pod("cart");
  private static final Thing OTHER = Thing.pod("db").in("other");

  @TempDir
  Path directory;

  @Test
  void replaysToTheSameIncidents() throws Exception {
    // Given
    ScriptHistory history = new ScriptHistory(twoIncidents());
    BundleManifest manifest = plan(history);
    // When
    try (BundleHistory bundle = export(history, manifest)) {
      Verification verification = verified(bundle, SETTINGS, List.of(CHECK));
      // Then
      assertThat(verification.first()).isNull();
      assertThat(verification.notCompared()).isEmpty();
      assertThat(verification.compared()).isEqualTo(told(bundle).size()).isEqualTo(2);
    }
  }

  @Test
  void replaysTheOutageOfANodeWhosePodsAreOfOtherNamespaces() throws Exception {
    // Given
    List<Check<?>> checks = List.of(CHECK, new NodeNotReady());
    EngineSettings settings = ClusterScript.settings(CHECK, checks.get(1));
    Thing node = Thing.node("node-1", "True");
    ClusterScript script = new ClusterScript("prod", settings)
        .begin(Kinds.NODE, "", "first-nodes")
        .snapshot(node)
        .end(Kinds.NODE, "", "first-nodes")
        .synced(Kinds.NODE)
        .listed(CART, OTHER.unreadyOn("node-1"), OTHER.in("more").unreadyOn("node-1"));
    script.until("02:02:00").modified(CART.sad());
    script.modified(Thing.node("node-1", "Unknown")).until("02:10:00");
    script.modified(CART.running()).modified(node).until("02:20:00");
    ScriptHistory history = new ScriptHistory(script);
    BundleManifest manifest = plan(history, settings);
    // When
    try (BundleHistory bundle = export(history, manifest)) {
      Verification verification = verified(bundle, settings, checks);
      // Then
      assertThat(manifest.namespaces()).containsExactly("mcp-runtime", "shop");
      assertThat(told(bundle))
          .extracting(told -> told.incident().getCheck())
          .contains(NodeNotReady.ID);
      assertThat(verification.first()).isNull();
      assertThat(verification.notCompared()).isEmpty();
      assertThat(verification.compared())
          .isEqualTo(told(bundle).size())
          .isEqualTo(told(history).size());
    }
  }

  /** One that shows before the window and one in it. */
  @ParameterizedTest
  @ValueSource(strings = {"02:01:30", "02:04:00"})
  void replaysADefectOfOurOwnThatShowsInAnotherNamespace(String time) throws Exception {
    // Given
    ClusterScript script = ClusterScript.seen(CHECK);
    script.until("02:01:00").added(CART).added(OTHER).added(OTHER.in("more"));
    script.until(time).modified(OTHER.in("more").phase("Broken", "")).until("02:08:00");
    script.modified(CART.sad()).until("02:10:00");
    script.modified(CART.running()).modified(OTHER.in("more")).until("02:30:00");
    ScriptHistory history = new ScriptHistory(script);
    BundleManifest manifest = plan(history);
    // When
    try (BundleHistory bundle = export(history, manifest)) {
      Verification verification = verified(bundle, SETTINGS, List.of(CHECK));
      // Then
      assertThat(verification.first()).isNull();
      assertThat(verification.notCompared()).isEmpty();
      assertThat(told(bundle))
          .extracting(told -> told.incident().getCheck())
          .contains(CheckFailed.ID);
      assertThat(manifest.namespaces()).containsExactly("mcp-runtime", "more", "other", "shop");
    }
  }

  @Test
  void holdsTheLogAsItIsForTheNamespacesThatMatter() throws Exception {
    // Given
    ScriptHistory history = new ScriptHistory(twoIncidents());
    // When
    try (BundleHistory bundle = export(history, plan(history))) {
      // Then
      assertThat(bundle.manifest().namespaces()).containsExactly("mcp-runtime", "shop");
      List<LogRecord> records = new ArrayList<>();
      bundle.events(0).forEachRemaining(records::add);
      assertThat(records)
          .extracting(LogRecord::key)
          .contains("prod/core/Pod/shop/cart", "prod/-/Tick/-/-")
          .noneMatch(key -> key.contains("/other/"));
      List<LogRecord> log = new ArrayList<>();
      history.events(0).forEachRemaining(log::add);
      log.removeIf(record -> record.key().contains("/other/")
          || record.timestamp() > bundle.manifest().to().toEpochMilli());
      assertThat(records).hasSameSizeAs(log);
      for (int i = 0; i < log.size(); i++) {
        assertThat(records.get(i).offset()).isEqualTo(log.get(i).offset());
        assertThat(records.get(i).timestamp()).isEqualTo(log.get(i).timestamp());
        assertThat(records.get(i).stamp()).isEqualTo(log.get(i).stamp());
        assertThat(records.get(i).body().decode())
            .hasToString(log.get(i).body().decode().toString());
      }
      assertThat(told(bundle))
          .extracting(told -> told.incident().getNamespace())
          .containsOnly("shop");
      assertThat(bundle.policies()).isEqualTo(history.policies());
      assertThat(bundle.tickBefore(clock("02:03:02").toEpochMilli()))
          .isEqualTo(history.tickBefore(clock("02:03:02").toEpochMilli()));
    }
  }

  @Test
  void cannotBeMadeWhenTheLogNoLongerReachesBack() {
    // Given a log that begins while the incident is open
    ClusterScript script = twoIncidents();
    long late = script.log().stream()
        .filter(record -> record.timestamp() > clock("02:09:00").toEpochMilli())
        .findFirst()
        .orElseThrow()
        .offset();
    ScriptHistory kept = new ScriptHistory(script, late);
    // Then
    assertThat(BundlePlan.of(kept, first(kept), Duration.ofMinutes(5), SETTINGS))
        .isEmpty();
  }

  @Test
  void refusesWhatIsNoBundle() throws IOException {
    Path file = Files.writeString(directory.resolve("x.zip"), "not a zip");
    assertThatThrownBy(() -> BundleHistory.open(file))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith("is no bundle");
  }

  @Test
  void noticesThatPartOfItIsMissing() throws Exception {
    // Given a bundle whose log was cut between two records, which Avro takes for its end
    ScriptHistory history = new ScriptHistory(twoIncidents());
    export(history, plan(history)).close();
    Path cut = directory.resolve("cut.zip");
    try (ZipFile whole = new ZipFile(directory.resolve("bundle.zip").toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(cut))) {
      for (ZipEntry entry : Collections.list(whole.entries())) {
        byte[] bytes = whole.getInputStream(entry).readAllBytes();
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(
            bytes, 0, entry.getName().equals("events.avro") ? bytes.length - 2_000 : bytes.length);
        out.closeEntry();
      }
    }
    // Then
    try (BundleHistory bundle = BundleHistory.open(cut)) {
      Iterator<LogRecord> records = bundle.events(0);
      assertThatThrownBy(() -> records.forEachRemaining(record -> {}))
          .isInstanceOf(BundleException.class)
          .hasMessageMatching("is damaged: events.avro ends too early, after \\d+ of \\d+ records");
      assertThat(told(bundle)).hasSize(2);
    }
  }

  private static ClusterScript twoIncidents() {
    ClusterScript script = ClusterScript.seen(CHECK);
    script.until("02:01:00").added(CART).added(OTHER).until("02:02:00");
    script.modified(CART.sad()).modified(OTHER.sad()).until("02:10:00");
    script.modified(CART.running()).until("02:20:00");
    return script;
  }

  private static Incident first(ScriptHistory history) {
    Incident newest = null;
    for (PublishedIncident told : told(history)) {
      if ("shop".equals(told.incident().getNamespace())) {
        newest = told.incident();
      }
    }
    return Objects.requireNonNull(newest);
  }

  private static BundleManifest plan(ScriptHistory history) {
    return plan(history, SETTINGS);
  }

  private static BundleManifest plan(ScriptHistory history, EngineSettings settings) {
    return BundlePlan.of(history, first(history), Duration.ofMinutes(5), settings)
        .orElseThrow();
  }

  private BundleHistory export(ScriptHistory history, BundleManifest manifest) throws IOException {
    Path file = directory.resolve("bundle.zip");
    BundleWriter.write(file, manifest, history);
    return BundleHistory.open(file);
  }

  /** All of it. */
  private static Verification verified(
      BundleHistory bundle, EngineSettings settings, List<Check<?>> checks) {
    BundleManifest manifest = bundle.manifest();
    return new Verifier(bundle, settings, checks)
        .verify(
            manifest.from().toEpochMilli(),
            manifest.evaluatedThrough().toEpochMilli(),
            Progress.NONE);
  }

  private static List<PublishedIncident> told(ClusterHistory history) {
    List<PublishedIncident> all = new ArrayList<>();
    history.incidents().forEachRemaining(all::add);
    return all;
  }
}
