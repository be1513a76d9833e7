package org.mcpruntime.watcher.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.cli.output.Palette;
import org.mcpruntime.watcher.cli.output.Times;
import org.mcpruntime.watcher.schemas.avro.BlindKind;
import org.mcpruntime.watcher.schemas.avro.Incident;
import org.mcpruntime.watcher.schemas.avro.WatcherStatus;

/** The screens, letter by letter. */
final class IncidentScreensTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:58:42Z");
  private static final Palette PLAIN = Palette.of(false);
  private static final Times UTC = new Times(ZoneOffset.UTC);

  private final IncidentBook book = new IncidentBook();

  IncidentScreensTest() {
    List.of(
            Incidents.imagePull(),
            Incidents.deploymentUnavailable(),
            Incidents.quota(),
            Incidents.serverNotReady(),
            Incidents.ingressOnly())
        .forEach(book::apply);
  }

  @Test
  void listsHeadlinesWithWhatTheyExplain() {
    assertThat(IncidentTable.render(book, book.headlines(), NOW, PLAIN, 100))
        .containsExactly(
            "ID        SEVERITY  IMPACT        NAMESPACE      SUBJECT                  CHECK                  AGE",
            "7c1e09ab  critical  down 0/2      mcp-team-acme  Deployment/jira-tools    pod-image-pull         17m",
            "└ explains 2: deployment-unavailable, MCPServer/jira-tools mcpserver-not-ready",
            "b40d22f1  warning   degraded 1/3  mcp-team-pay   Deployment/ledger-tools  deployment-unavailab…  6m",
            "91aa6e03  info      serving 1/1   mcp-servers    MCPServer/docs-search    mcpserver-not-ready    2m");
  }

  @Test
  void listsARegistryWithTheWorkloadsItHits() {
    // Given
    Incident registry = Incidents.registry();
    Incident hit = Incident.newBuilder(Incidents.imagePull())
        .setCauseGroup(registry.getKey())
        .build();
    book.apply(hit);
    book.apply(registry);
    // When
    List<String> all = IncidentTable.render(book, book.headlines(), NOW, PLAIN, 100);
    List<String> one = IncidentTable.render(book, List.of(hit), NOW, PLAIN, 100);
    // Then
    assertThat(book.headlines()).hasSize(3).contains(registry).doesNotContain(hit);
    assertThat(all.get(1))
        .startsWith("5a5a5a5a  critical  down")
        .contains("Registry/registry.local");
    assertThat(all.get(2))
        .startsWith(
            "└ explains 3: mcp-team-acme/jira-tools pod-image-pull, mcp-team-acme/jira-tools d");
    assertThat(one.subList(2, 4))
        .containsExactly(
            "└ explained by 5a5a5a5a: registry.local registry-image-pull",
            "└ explains 2: deployment-unavailable, MCPServer/jira-tools mcpserver-not-ready");
  }

  @Test
  void fitsANarrowTerminal() {
    List<String> lines = IncidentTable.render(book, book.headlines(), NOW, PLAIN, 80);

    assertThat(lines).allMatch(line -> line.length() <= 80);
    assertThat(lines.get(1)).startsWith("7c1e09ab  critical  down 0/2").contains("…");
  }

  @Test
  void writesOneLineForEachOpening() {
    assertThat(List.of(Incidents.imagePull(), Incidents.quota(), Incidents.ingressOnly()).stream()
            .map(incident -> IncidentLine.of(incident, UTC, PLAIN, 100, NOW)))
        .containsExactly(
            "02:41:20 OPEN CRITICAL mcp-team-acme/jira-tools       DOWN 0/2 · image pull fails: authentication",
            "02:52:05 OPEN WARNING  mcp-team-pay/ledger-tools  DEGRADED 1/3 · pods not created: quota exceeded",
            "02:56:14 OPEN INFO     mcp-servers/docs-search     SERVING 1/1 · PartiallyReady 15m: ingress only");
  }

  @Test
  void saysHowItEnded() {
    Incident resolved = Incidents.resolved(Incidents.quota(), "02:57:00Z");

    assertThat(IncidentLine.of(resolved, UTC, PLAIN, 100, NOW))
        .isEqualTo(
            "02:57:00 RESOLVED      mcp-team-pay/ledger-tools      after 4m · pods not created: quota exceeded");
  }

  @Test
  void namesTheZoneOnce() {
    Times berlin = new Times(ZoneId.of("Europe/Berlin"));
    Reading reading = new Reading("demo", status(24).build(), Freshness.FRESH, null);

    assertThat(StatusLine.of(3, reading, berlin, NOW))
        .isEqualTo(
            "3 open · cluster demo · evaluated through 03:58:41 CET (1s ago) · 24/24 kinds seen");
  }

  @Test
  void saysWhatIsStaleAndWhatIsNotSeen() {
    WatcherStatus status = status(23)
        .setBlind(List.of(blind("cert-manager.io", "Certificate", "Forbidden")))
        .build();
    Reading reading = new Reading("demo", status, Freshness.COLLECTOR_SILENT, null);
    Instant later = NOW.plusSeconds(300);

    assertThat(StatusLine.of(0, reading, UTC, later))
        .isEqualTo(
            "0 open · cluster demo · evaluated through 02:58:41 UTC (5m ago) · 23/24 kinds seen · STALE");
    assertThat(StatusLine.remarks(reading, UTC, later, 100))
        .containsExactly(
            "not seen: cert-manager.io/Certificate (Forbidden since 02:58:42)",
            "stale: nothing was written after 02:58:41: the collector of this cluster is stopped or cannot reach",
            "  Kafka. What is shown is as of then.");
    assertThat(reading.seesAll()).isFalse();
  }

  @Test
  void saysHowFarALogGoesThatNobodyEvaluates() {
    Reading reading =
        new Reading("demo", status(24).build(), Freshness.CORRELATOR_BEHIND, NOW.plusSeconds(280));

    assertThat(StatusLine.remarks(reading, UTC, NOW.plusSeconds(300), 100))
        .containsExactly(
            "stale: the log goes on to 03:03:22, but is evaluated only through 02:58:41: the correlator is",
            "  stopped or behind. What is shown is as of then.");
  }

  @Test
  void tellsKindsThatOneTroubleHidesInOneLine() {
    // Given an API server that cannot be reached
    WatcherStatus status = status(0)
        .setKindsTotal(2)
        .setBlind(
            List.of(blind("", "Pod", "Unreachable"), blind("apps", "Deployment", "Unreachable")))
        .build();
    // Then
    assertThat(StatusLine.remarks(
            new Reading("demo", status, Freshness.FRESH, null), UTC, NOW.plusSeconds(300), 100))
        .containsExactly("not seen: every kind (Unreachable since 02:58:42)");
  }

  private static BlindKind blind(String group, String kind, String reason) {
    return new BlindKind(group, kind, reason, NOW);
  }

  @Test
  void showsOneIncidentInFull() {
    assertThat(IncidentDetail.render(book, Incidents.imagePull(), NOW, UTC, PLAIN, 100))
        .containsExactly(
            "CRITICAL  image pull fails: authentication",
            "demo/apps/Deployment/mcp-team-acme/jira-tools#pod-image-pull",
            "",
            "id        7c1e09ab00000000, revision 1",
            "impact    down 0/2 · server jira-tools · team acme",
            "began     02:39:10",
            "opened    02:41:20 UTC (17m ago)",
            "seen      2 of 2 pods: registry.local/acme/jira-tools:1.5.0: 401 Unauthorized",
            "why       auth",
            "members   jira-tools-5c9-a, jira-tools-5c9-b",
            "change    image 1.4.2→1.5.0 at 02:39",
            "fix       1. Recreate mcp-runtime-registry-pull.",
            "          2. Let ServiceAccount mcp-workload list it.",
            "explains  deployment-unavailable (11aa0000), MCPServer/jira-tools mcpserver-not-ready (22bb0000)");
  }

  @Test
  void saysThatAChangeIsToldInUtc() {
    // Given
    Times berlin = new Times(ZoneId.of("Europe/Berlin"));
    // Then
    assertThat(IncidentDetail.render(book, Incidents.imagePull(), NOW, berlin, PLAIN, 100))
        .contains("began     03:39:10", "change    image 1.4.2→1.5.0 at 02:39 (UTC)");
  }

  @Test
  void headlinesComeBackWhenTheirCauseResolves() {
    // When
    book.apply(Incidents.resolved(Incidents.imagePull(), "02:58:00Z"));

    // Then
    assertThat(book.headlines())
        .extracting(Incident::getId)
        .containsExactly("11aa000000000000", "b40d22f100000000", "91aa6e0300000000");
  }

  private static WatcherStatus.Builder status(int seen) {
    return WatcherStatus.newBuilder()
        .setCluster("demo")
        .setEvaluatedThrough(Instant.parse("2026-11-23T02:58:41Z"))
        .setKindsSeen(seen)
        .setKindsTotal(24);
  }
}
