package org.mcpruntime.watcher.checks.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.checks.assess.Objects.deployment;
import static org.mcpruntime.watcher.checks.assess.Objects.owner;
import static org.mcpruntime.watcher.checks.assess.Objects.pod;
import static org.mcpruntime.watcher.checks.assess.Objects.ref;
import static org.mcpruntime.watcher.checks.assess.Objects.replicaSet;
import static org.mcpruntime.watcher.checks.assess.Objects.server;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.checks.catalog.Catalog;
import org.mcpruntime.watcher.checks.check.CheckSpec;
import org.mcpruntime.watcher.checks.check.FactsView;
import org.mcpruntime.watcher.checks.check.Finding;
import org.mcpruntime.watcher.checks.check.Impact;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

final class AssessorTest {

  private static final CheckSpec FOLDING =
      Catalog.byId("pod-image-pull").orElseThrow().spec();
  private static final CheckSpec STANDING =
      Catalog.byId("deployment-unavailable").orElseThrow().spec();
  private static final ObjectRef WORKLOAD = ref(Kinds.DEPLOYMENT, "cart");

  @Test
  void anchorsAtTheTopControllerBelowTheServer() {
    // Given
    Facts pod = pod("cart-1-a", owner(Kinds.REPLICA_SET, "cart-1"), false);
    FactsView view = view(
        pod,
        replicaSet("cart-1", owner(Kinds.DEPLOYMENT, "cart")),
        deployment("cart", owner(Kinds.MCP_SERVER, "cart"), 1, 0),
        server("cart", "acme"));
    // When
    Anchor anchor = Assessor.anchor(pod, view);
    // Then
    assertThat(anchor)
        .isEqualTo(
            new Anchor.Resolved(WORKLOAD, "cart-uid", ref(Kinds.MCP_SERVER, "cart"), "acme"));
  }

  @Test
  void anchorsAtTheTopWithoutAServer() {
    Facts pod = pod("cart-1-a", owner(Kinds.REPLICA_SET, "cart-1"), false);
    FactsView view = view(pod, replicaSet("cart-1", null));
    assertThat(Assessor.anchor(pod, view))
        .isEqualTo(new Anchor.Resolved(ref(Kinds.REPLICA_SET, "cart-1"), "cart-1-uid", null, null));
  }

  @Test
  void anchorsAServerAtItself() {
    Facts server = server("cart", null);
    assertThat(Assessor.anchor(server, view(server)))
        .isEqualTo(new Anchor.Resolved(server.ref(), "cart-uid", server.ref(), null));
  }

  @Test
  void anchorsAtAnOwnerOfAKindWithoutFacts() {
    ObjectRef cluster = new ObjectRef("example.org", "Cluster", "shop", "db");
    Facts pod = pod("db-0", owner(cluster), false);
    assertThat(Assessor.anchor(pod, view(pod)))
        .isEqualTo(new Anchor.Resolved(cluster, "db-uid", null, null));
  }

  @Test
  void anchorsAtAnOwnerOfAKindThatNobodyLooksAt() {
    ObjectRef daemons = ref(Kinds.DAEMON_SET, "agent");
    Facts pod = pod("agent-x", owner(daemons), false);
    FactsView view = new InMemoryFacts(List.of(pod), Map.of(Kinds.POD, Sight.SEEN), Instant.EPOCH);
    assertThat(Assessor.anchor(pod, view))
        .isEqualTo(new Anchor.Resolved(daemons, "agent-uid", null, null));
    assertThat(Assessor.anchor(pod, view(pod))).isEqualTo(new Anchor.Unresolved(daemons));
  }

  @Test
  void followsAKnownOwnerThoughNobodyLooksAtItsKindAnyMore() {
    Facts pod = pod("cart-1-a", owner(Kinds.REPLICA_SET, "cart-1"), false);
    Facts set = replicaSet("cart-1", null);
    FactsView view =
        new InMemoryFacts(List.of(pod, set), Map.of(Kinds.POD, Sight.SEEN), Instant.EPOCH);
    assertThat(Assessor.anchor(pod, view))
        .isEqualTo(new Anchor.Resolved(set.ref(), "cart-1-uid", null, null));
  }

  @ParameterizedTest
  @MethodSource
  void staysBelowAServerThatCannotBeSeen(Sight sight) {
    Facts deployment = deployment("cart", owner(Kinds.MCP_SERVER, "cart"), 1, 0);
    FactsView view = new InMemoryFacts(
        List.of(deployment),
        Map.of(Kinds.DEPLOYMENT, Sight.SEEN, Kinds.MCP_SERVER, sight),
        Instant.EPOCH);
    assertThat(Assessor.anchor(deployment, view))
        .isEqualTo(new Anchor.Resolved(WORKLOAD, "cart-uid", ref(Kinds.MCP_SERVER, "cart"), null));
  }

  static Stream<Sight> staysBelowAServerThatCannotBeSeen() {
    return Stream.of(Sight.NOT_LOOKED_AT, Sight.blind("Forbidden"));
  }

  @Test
  void doesNotTakeAServerThatIsGoneForOneThatCannotBeSeen() {
    Facts deployment = deployment("cart", owner(Kinds.MCP_SERVER, "cart"), 1, 0);
    assertThat(Assessor.anchor(deployment, view(deployment)))
        .isEqualTo(new Anchor.Unresolved(ref(Kinds.MCP_SERVER, "cart")));
  }

  @Test
  void keepsNothingAtAReplicaSetThatNobodyLooksAt() {
    Facts pod = pod("cart-1-a", owner(Kinds.REPLICA_SET, "cart-1"), false);
    FactsView view = new InMemoryFacts(List.of(pod), Map.of(Kinds.POD, Sight.SEEN), Instant.EPOCH);
    assertThat(Assessor.anchor(pod, view))
        .isEqualTo(new Anchor.Unresolved(ref(Kinds.REPLICA_SET, "cart-1")));
  }

  @Test
  void anchorsAStaticPodAtItself() {
    Facts pod = pod("etcd-node-1", owner(new ObjectRef("", "Node", "", "node-1")), false);
    assertThat(Assessor.anchor(pod, view(pod)))
        .isEqualTo(new Anchor.Resolved(pod.ref(), "etcd-node-1-uid", null, null));
  }

  @Test
  void doesNotTakeAnOwnerThatIsNotSeenForNone() {
    Facts pod = pod("cart-1-a", owner(Kinds.REPLICA_SET, "cart-1"), false);
    FactsView view = view(pod, replicaSet("cart-1", owner(Kinds.DEPLOYMENT, "cart")));
    assertThat(Assessor.anchor(pod, view)).isEqualTo(new Anchor.Unresolved(WORKLOAD));
  }

  @Test
  void doesNotTakeANamesakeForTheOwner() {
    Facts pod = pod("cart-1-a", owner(Kinds.REPLICA_SET, "cart-1"), false);
    Facts namesake = Objects.withUid(replicaSet("cart-1", null), "another");
    assertThat(Assessor.anchor(pod, view(pod, namesake)))
        .isEqualTo(new Anchor.Unresolved(ref(Kinds.REPLICA_SET, "cart-1")));
  }

  @Test
  void endsInALoopOfOwners() {
    Facts one = replicaSet("one", owner(Kinds.REPLICA_SET, "other"));
    Facts other = replicaSet("other", owner(Kinds.REPLICA_SET, "one"));
    assertThat(Assessor.anchor(one, view(one, other))).isInstanceOf(Anchor.Resolved.class);
  }

  @Test
  void keepsTheSubjectOfACheckThatDoesNotFold() {
    // Given
    ObjectRef release = new ObjectRef("example.org", "Release", "shop", "all");
    Facts deployment = deployment("cart", owner(release), 1, 0);
    // Then
    assertThat(Assessor.anchor(STANDING, deployment, view(deployment)))
        .isEqualTo(new Anchor.Resolved(WORKLOAD, "cart-uid", null, null));
    assertThat(Assessor.anchor(FOLDING, deployment, view(deployment)))
        .isEqualTo(new Anchor.Resolved(release, "all-uid", null, null));
  }

  @ParameterizedTest
  @CsvSource({"2, 2, SERVING", "3, 2, SERVING", "1, 2, DEGRADED", "0, 2, DOWN", "0, 0, SERVING"})
  void readsTheImpactOfADeployment(int ready, int desired, Impact impact) {
    FactsView view = view(deployment("cart", null, desired, ready));
    assertThat(Assessor.reading(WORKLOAD, view)).contains(new Reading(impact, ready, desired));
  }

  @Test
  void readsStableAndCanaryOfAServerTogether() {
    FactsView view = view(
        server("cart", null),
        deployment("cart", owner(Kinds.MCP_SERVER, "cart"), 2, 2),
        deployment("cart-canary", owner(Kinds.MCP_SERVER, "cart"), 1, 0),
        deployment("other", null, 5, 0));
    assertThat(Assessor.reading(ref(Kinds.MCP_SERVER, "cart"), view))
        .contains(new Reading(Impact.DEGRADED, 2, 3));
    assertThat(Assessor.reading(ref(Kinds.DEPLOYMENT, "cart-canary"), view))
        .contains(new Reading(Impact.DEGRADED, 2, 3));
    assertThat(Assessor.reading(ref(Kinds.DEPLOYMENT, "other"), view))
        .contains(new Reading(Impact.DOWN, 0, 5));
  }

  @Test
  void readsAServerWithoutDeploymentAsDownOnlyWhenDeploymentsAreSeen() {
    ObjectRef server = ref(Kinds.MCP_SERVER, "cart");
    assertThat(Assessor.reading(server, view(server("cart", null))))
        .contains(new Reading(Impact.DOWN, 0, 1));
    FactsView blind = new InMemoryFacts(
        List.of(server("cart", null), deployment("cart", owner(Kinds.MCP_SERVER, "cart"), 1, 1)),
        Map.of(Kinds.MCP_SERVER, Sight.SEEN, Kinds.DEPLOYMENT, Sight.blind("Forbidden")),
        Instant.EPOCH);
    assertThat(Assessor.reading(server, blind)).isEmpty();
    assertThat(Assessor.reading(WORKLOAD, blind)).isEmpty();
  }

  @Test
  void readsAPodAsItself() {
    assertThat(Assessor.reading(ref(Kinds.POD, "p"), view(pod("p", null, true))))
        .contains(new Reading(Impact.SERVING, 1, 1));
  }

  @Test
  void doesNotKnowTheImpactOfWhatItDoesNotKnow() {
    assertThat(Assessor.reading(new ObjectRef("batch", "Job", "shop", "j"), view()))
        .contains(Reading.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "DOWN, INFO, CRITICAL",
    "DEGRADED, INFO, WARNING",
    "SERVING, INFO, INFO",
    "SERVING, WARNING, WARNING",
    "UNKNOWN, INFO, WARNING",
    "DEGRADED, CRITICAL, CRITICAL"
  })
  void takesTheWorseOfImpactAndFloor(Impact impact, Severity floor, Severity severity) {
    Assessment assessment = Assessor.assess(
        STANDING,
        WORKLOAD,
        List.of(new Member(WORKLOAD, finding("x", floor, 1))),
        new Reading(impact, null, null));
    assertThat(assessment.severity()).isEqualTo(severity);
  }

  @Test
  void letsTheHighestRankSpeakAndTheFirstByNameAmongEquals() {
    // Given
    List<Member> members =
        List.of(member("c", "third", 3), member("b", "second", 3), member("a", "first", 1));
    // When
    Assessment assessment =
        Assessor.assess(FOLDING, WORKLOAD, members, new Reading(Impact.DEGRADED, 1, 4));
    // Then
    assertThat(assessment.message()).isEqualTo("3 of 4 pods: second");
    assertThat(assessment.members()).containsExactly("a", "b", "c");
    assertThat(assessment.memberCount()).isEqualTo(3);
    assertThat(Assessor.assess(
            FOLDING, WORKLOAD, reversed(members), new Reading(Impact.DEGRADED, 1, 4)))
        .isEqualTo(assessment);
  }

  @Test
  void countsMembersInWords() {
    List<Member> one = List.of(member("a", "x", 1));
    List<Member> two = List.of(member("a", "x", 1), member("b", "x", 1));
    assertThat(message(one, new Reading(Impact.DOWN, 0, 1))).isEqualTo("1 of 1 pod: x");
    assertThat(message(two, new Reading(Impact.DOWN, 0, 1))).isEqualTo("2 of 2 pods: x");
    assertThat(message(one, new Reading(Impact.UNKNOWN, null, null))).isEqualTo("1 pod: x");
    assertThat(message(two, new Reading(Impact.UNKNOWN, null, null))).isEqualTo("2 pods: x");
  }

  @Test
  void countsNothingWhenTheAnchorIsTheSubject() {
    Assessment assessment = Assessor.assess(
        STANDING,
        WORKLOAD,
        List.of(new Member(WORKLOAD, finding("x", Severity.INFO, 1))),
        new Reading(Impact.DOWN, 0, 1));
    assertThat(assessment.message()).isEqualTo("x");
    assertThat(assessment.members()).isEmpty();
    assertThat(assessment.memberCount()).isZero();
  }

  @Test
  void listsAtMostTwentyMembers() {
    List<Member> members = IntStream.range(0, 500)
        .mapToObj(i -> member("pod-" + (1_000 + i), "x", 1))
        .toList();
    Assessment assessment =
        Assessor.assess(FOLDING, WORKLOAD, members, new Reading(Impact.DOWN, 0, 500));
    assertThat(assessment.members()).hasSize(20).startsWith("pod-1000").endsWith("pod-1019");
    assertThat(assessment.memberCount()).isEqualTo(500);
  }

  private static String message(List<Member> members, Reading reading) {
    return Assessor.assess(FOLDING, WORKLOAD, members, reading).message();
  }

  private static Member member(String pod, String message, int rank) {
    return new Member(ref(Kinds.POD, pod), finding(message, Severity.WARNING, rank));
  }

  private static Finding finding(String message, Severity floor, int rank) {
    return new Finding(
        "",
        "Reason",
        null,
        "title",
        message,
        List.of("Do."),
        List.of(),
        null,
        floor,
        Duration.ofMinutes(1),
        "",
        rank,
        List.of(),
        null);
  }

  private static <T> List<T> reversed(List<T> list) {
    return IntStream.range(0, list.size())
        .mapToObj(i -> list.get(list.size() - 1 - i))
        .toList();
  }

  private static FactsView view(Facts... facts) {
    Map<KindRef, Sight> sights = new HashMap<>();
    Kinds.ALL.forEach(kind -> sights.put(kind, Sight.SEEN));
    return new InMemoryFacts(List.of(facts), sights, Instant.EPOCH);
  }
}
