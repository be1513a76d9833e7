package org.mcpruntime.watcher.checks.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.checks.assess.Objects.deployment;
import static org.mcpruntime.watcher.checks.assess.Objects.ingress;
import static org.mcpruntime.watcher.checks.assess.Objects.owner;
import static org.mcpruntime.watcher.checks.assess.Objects.pullingPod;
import static org.mcpruntime.watcher.checks.assess.Objects.ref;
import static org.mcpruntime.watcher.checks.assess.Objects.replicaSet;
import static org.mcpruntime.watcher.checks.assess.Objects.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Check;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.Missing;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.check.Verdict;
import org.mcpruntime.watcher.checks.check.View;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.PodFacts;

final class DoctorTest {

  private static final Instant NOW = Instant.parse("2026-11-23T16:10:00Z");
  private static final Rules RULES = Rules.standard(Catalog.all());
  private static final String UNAUTHORIZED = "registry.local/main:1: 401 Unauthorized";

  @Test
  void tellsOneHeadlineAndWhatItExplains() {
    // When
    Diagnosis diagnosis = examine(brokenServer(), seen());
    // Then
    assertThat(diagnosis.candidates())
        .extracting(candidate -> candidate.key().text())
        .containsExactly(
            "apps/Deployment/shop/cart#pod-image-pull",
            "apps/Deployment/shop/cart#deployment-unavailable",
            "mcpruntime.org/MCPServer/shop/cart#mcpserver-not-ready");
    CandidateKey headline = diagnosis.candidates().get(0).key();
    assertThat(diagnosis.candidates())
        .extracting(Diagnosis.Candidate::causedBy)
        .containsExactly(null, headline, headline);
    assertThat(diagnosis.candidates().get(0).assessment().message())
        .isEqualTo("2 of 2 pods: registry.local/main:1: 401 Unauthorized");
    assertThat(diagnosis.candidates()).allSatisfy(candidate -> {
      assertThat(candidate.assessment().severity()).isEqualTo(Severity.CRITICAL);
      assertThat(candidate.server()).isEqualTo(ref(Kinds.MCP_SERVER, "cart"));
      assertThat(candidate.teamId()).isEqualTo("acme");
    });
    assertThat(diagnosis.undecided()).isEmpty();
    assertThat(diagnosis.objects()).isEqualTo(6);
    assertThat(diagnosis.counts()).isEqualTo(new Diagnosis.Counts(6, 4, 0, 0, 0));
  }

  @Test
  void tellsOneHeadlineForWorkloadsOfOneRegistry() {
    // Given
    List<Facts> facts = new ArrayList<>(brokenServer());
    facts.add(pullingPod("pay", null, UNAUTHORIZED));
    facts.add(pullingPod("tax", null, UNAUTHORIZED));
    facts.add(pullingPod("map", null, "registry.local/main:1: it did not work"));
    // When
    Diagnosis diagnosis = examine(facts, seen());
    // Then
    assertThat(diagnosis.candidates())
        .filteredOn(Diagnosis.Candidate::headline)
        .extracting(candidate -> candidate.key().text())
        .containsExactly(
            "core/Pod/shop/map#pod-image-pull",
            "watcher.mcpruntime.org/Registry/-/registry.local#registry-image-pull#auth");
    assertThat(diagnosis.candidates())
        .filteredOn(candidate -> candidate.key().checkId().equals("registry-image-pull"))
        .singleElement()
        .satisfies(parent -> {
          assertThat(parent.assessment().members())
              .containsExactly("shop/cart", "shop/pay", "shop/tax");
          assertThat(parent.assessment().memberCount()).isEqualTo(3);
          assertThat(parent.assessment().severity()).isEqualTo(Severity.CRITICAL);
        });
    assertThat(diagnosis.candidates()).hasSize(7);
  }

  @Test
  void doesNotDependOnTheOrderOfObjects() {
    List<Facts> shuffled = new ArrayList<>(brokenServer());
    Collections.reverse(shuffled);
    assertThat(examine(shuffled, seen())).isEqualTo(examine(brokenServer(), seen()));
  }

  @Test
  void putsTheWorstHeadlineFirst() {
    Diagnosis diagnosis = examine(
        List.of(
            deployment("a", null, 4, 1), deployment("b", null, 2, 0), deployment("c", null, 4, 2)),
        seen());
    assertThat(diagnosis.candidates())
        .extracting(candidate -> candidate.key().anchor().name())
        .containsExactly("b", "a", "c");
  }

  @Test
  void keepsDistinctCausesOfOneWorkloadApart() {
    // Given one Deployment whose pods cannot be pulled and another whose are merely gone
    List<Facts> facts = new ArrayList<>(brokenServer());
    facts.add(deployment("other", null, 1, 0));
    // When
    Diagnosis diagnosis = examine(facts, seen());
    // Then
    assertThat(diagnosis.candidates())
        .filteredOn(Diagnosis.Candidate::headline)
        .extracting(candidate -> candidate.key().text())
        .containsExactly(
            "apps/Deployment/shop/cart#pod-image-pull",
            "apps/Deployment/shop/other#deployment-unavailable");
  }

  @Test
  void saysWhatItCannotSee() {
    // Given
    Map<KindRef, Sight> sights = seen();
    sights.put(Kinds.DEPLOYMENT, Sight.blind("Forbidden"));
    List<Facts> withoutDeployment = brokenServer().stream()
        .filter(facts -> !facts.ref().kindRef().equals(Kinds.DEPLOYMENT))
        .toList();
    // When
    Diagnosis diagnosis = examine(withoutDeployment, sights);
    // Then
    assertThat(diagnosis.candidates()).isEmpty();
    assertThat(diagnosis.undecided())
        .containsExactly(
            new Diagnosis.Undecided(
                "pod-image-pull",
                ref(Kinds.POD, "cart-1-a"),
                List.of(new Missing.UnknownObject(ref(Kinds.DEPLOYMENT, "cart")))),
            new Diagnosis.Undecided(
                "pod-image-pull",
                ref(Kinds.POD, "cart-1-b"),
                List.of(new Missing.UnknownObject(ref(Kinds.DEPLOYMENT, "cart")))),
            new Diagnosis.Undecided(
                "deployment-unavailable",
                null,
                List.of(new Missing.UnseenKind(Kinds.DEPLOYMENT, Sight.blind("Forbidden")))),
            new Diagnosis.Undecided(
                "mcpserver-not-ready",
                ref(Kinds.MCP_SERVER, "cart"),
                List.of(new Missing.UnseenKind(Kinds.DEPLOYMENT, Sight.blind("Forbidden")))));
    assertThat(diagnosis.counts()).isEqualTo(new Diagnosis.Counts(6, 0, 0, 0, 3));
  }

  @Test
  void listsApartWhatNobodyAskedItToLookAt() {
    Map<KindRef, Sight> sights = seen();
    sights.remove(Kinds.EVENT);
    sights.put(Kinds.INGRESS, Sight.NOT_LOOKED_AT);
    Diagnosis diagnosis = examine(List.of(), sights);
    assertThat(diagnosis.notLookedAt()).containsExactly(Kinds.EVENT, Kinds.INGRESS);
    assertThat(diagnosis.undecided()).isEmpty();
  }

  @Test
  void survivesACheckWithADefect() {
    // Given
    Check<PodFacts> defect = new Check<>() {
      @Override
      public CheckSpec spec() {
        return Catalog.byId("pod-image-pull").orElseThrow().spec();
      }

      @Override
      public Class<PodFacts> subjectType() {
        return PodFacts.class;
      }

      @Override
      public Verdict evaluate(PodFacts subject, View view) {
        throw new IllegalStateException("defect");
      }
    };
    // When
    Diagnosis diagnosis = Doctor.examine(
        List.of(pullingPod("p", null, UNAUTHORIZED)), seen(), NOW, Rules.standard(List.of(defect)));
    // Then
    assertThat(diagnosis.undecided()).singleElement().satisfies(undecided -> assertThat(
            undecided.missing())
        .containsExactly(new Missing.Defect("java.lang.IllegalStateException")));
  }

  private static Diagnosis examine(List<Facts> facts, Map<KindRef, Sight> sights) {
    return Doctor.examine(facts, sights, NOW, RULES);
  }

  private static Map<KindRef, Sight> seen() {
    Map<KindRef, Sight> sights = new HashMap<>();
    Kinds.ALL.forEach(kind -> sights.put(kind, Sight.SEEN));
    return sights;
  }

  private static List<Facts> brokenServer() {
    return List.of(
        server("cart", "acme"),
        ingress("cart"),
        deployment("cart", owner(Kinds.MCP_SERVER, "cart"), 2, 0),
        replicaSet("cart-1", owner(Kinds.DEPLOYMENT, "cart")),
        pullingPod("cart-1-a", owner(Kinds.REPLICA_SET, "cart-1"), UNAUTHORIZED),
        pullingPod("cart-1-b", owner(Kinds.REPLICA_SET, "cart-1"), UNAUTHORIZED));
  }
}
