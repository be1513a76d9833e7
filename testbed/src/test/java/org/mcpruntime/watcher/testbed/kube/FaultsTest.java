package org.mcpruntime.watcher.testbed.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.MCP_SERVER;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.NODE;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.POD;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class FaultsTest {
  private static final String PODS = "/api/v1/pods";
  private static final String WATCH = PODS + "?watch=1&allowWatchBookmarks=true&resourceVersion=0";

  private final KubeStore store = KubeStore.inMemory(InstantSource.system());
  private final FakeKubeApi api = FakeKubeApi.start(store, 0);
  private final Faults faults = api.faults();
  private final ApiClient client = new ApiClient(api.uri());

  @AfterEach
  void close() {
    api.close();
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized",
    "403, Forbidden",
    "404, NotFound",
    "410, Expired",
    "429, TooManyRequests",
    "500, InternalError",
    "503, ServiceUnavailable",
  })
  void refusesTheTargetSoManyTimes(int code, String reason) {
    // Given
    Faults.Entry entry =
        faults.add(Target.lists(POD), new Fault.Refusal(code, Duration.ofSeconds(7)), 2);

    // Then
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> response = client.get(PODS);
      assertThat(response.statusCode()).isEqualTo(code);
      assertThat(ApiClient.JSON.readTree(response.body()).get("reason").asString())
          .isEqualTo(reason);
      assertThat(client.get("/api/v1/nodes").statusCode()).isEqualTo(200);
    }
    assertThat(client.get(PODS).statusCode()).isEqualTo(200);
    assertThat(entry.hits()).isEqualTo(2);
  }

  @Test
  void tooManyRequestsSaysWhenToComeBack() {
    // Given
    faults.add(Target.everything(), Fault.tooManyRequests(Duration.ofSeconds(3)), 1);

    // When
    HttpResponse<String> answer = client.get(PODS);

    // Then
    assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    assertThat(answer.headers().map())
        .containsKeys("x-kubernetes-pf-flowschema-uid", "x-kubernetes-pf-prioritylevel-uid");
  }

  @Test
  void aStaleListShowsAnOlderState() {
    // Given
    store.create(POD, Objects.pod("shop", "changed"));
    store.create(POD, Objects.pod("shop", "deleted"));
    long then = store.resourceVersion();
    store.touch(POD, "shop", "changed");
    store.delete(POD, "shop", "deleted");
    store.create(POD, Objects.pod("shop", "added"));
    faults.add(Target.lists(POD), Fault.stale(then), 1);

    // When
    JsonNode stale = client.json(PODS);

    // Then
    assertThat(stale.at("/metadata/resourceVersion").asString()).isEqualTo("2");
    assertThat(stale
            .get("items")
            .valueStream()
            .map(item -> item.at("/metadata/name").asString() + " "
                + item.at("/metadata/resourceVersion").asString()))
        .containsExactly("changed 1", "deleted 2");
    assertThat(client.json(PODS).at("/metadata/resourceVersion").asString()).isEqualTo("5");
  }

  @Test
  void onlyTheRequiredTokenIsAdmitted() {
    // Given
    api.requireToken("old");
    assertThat(client.get(PODS, "Authorization", "Bearer old").statusCode()).isEqualTo(200);

    // When
    api.requireToken("new");

    // Then
    assertThat(client.get(PODS, "Authorization", "Bearer old").statusCode()).isEqualTo(401);
    assertThat(client.get("/apis").statusCode()).isEqualTo(401);
    assertThat(client.get(PODS, "Authorization", "Bearer new").statusCode()).isEqualTo(200);
  }

  @Test
  void forbiddenSaysWhatIsForbidden() {
    // Given
    api.serve(MCP_SERVER);
    faults.add(Target.of(MCP_SERVER), Fault.forbidden(), Faults.ALWAYS);

    // Then
    assertThat(client.json(MCP_SERVER.path("team")).get("message").asString())
        .isEqualTo("mcpservers.mcpruntime.org is forbidden: User \"watcher\" cannot list resource"
            + " \"mcpservers\" in API group \"mcpruntime.org\" in the namespace \"team\"");
    assertThat(client.get(MCP_SERVER.path() + "?watch=1").statusCode()).isEqualTo(403);
  }

  @Test
  void removedFaultsAreOver() {
    // Given
    Faults.Entry entry = faults.add(Target.of(POD), Fault.unavailable(), Faults.ALWAYS);
    int during = client.get(PODS).statusCode();

    // When
    entry.remove();

    // Then
    assertThat(during).isEqualTo(503);
    assertThat(client.get(PODS).statusCode()).isEqualTo(200);
  }

  @Test
  void goneIsARefusalOrAnEvent() throws Exception {
    // Given
    faults.add(Target.watches(POD), Fault.gone(), 1);

    // When
    int status = client.get(WATCH).statusCode();
    try (ApiClient.Stream watch = client.watch(WATCH)) {
      faults.add(Target.watches(POD), Fault.expiredEvent(), 1);
      List<String> lines = watch.rest();

      // Then
      assertThat(status).isEqualTo(410);
      assertThat(watch.status()).isEqualTo(200);
      assertThat(lines).singleElement().asString().contains("\"ERROR\"", "\"code\":410");
      assertThat(watch.isBroken()).isFalse();
    }
  }

  @Test
  void cutsAnIdleWatchAtOnce() throws Exception {
    try (ApiClient.Stream watch = client.watch(WATCH)) {
      // When
      faults.add(Target.watches(POD), Fault.cutBetweenLines(), 1);

      // Then
      assertThat(watch.rest()).isEmpty();
      assertThat(watch.isBroken()).isTrue();
    }
  }

  @Test
  void cutsAWatchWithinALine() throws Exception {
    // Given
    faults.add(Target.changes(POD, WatchEvent.Operation.DELETED), Fault.cutMidLine(), 1);
    try (ApiClient.Stream watch = client.watch(WATCH)) {
      await().until(() -> api.openWatches() == 1);

      // When
      store.create(POD, Objects.pod("shop", "a"));
      store.delete(POD, "shop", "a");

      // Then
      assertThat(watch.brief()).isEqualTo("ADDED a 1");
      List<String> rest = watch.rest();
      assertThat(watch.isBroken()).isTrue();
      assertThat(rest).allSatisfy(line -> assertThatThrownBy(() -> ApiClient.JSON.readTree(line))
          .isInstanceOf(JacksonException.class));
    }
  }

  @Test
  void cutsAListWithinItsBody() {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    faults.add(Target.lists(POD), Fault.cutMidLine(), 1);

    // Then
    assertThatThrownBy(() -> client.get(PODS)).isInstanceOf(UncheckedIOException.class);
    assertThat(client.json(PODS).get("items")).hasSize(1);
  }

  @Test
  void failsOneOfThePages() {
    // Given
    for (int i = 0; i < 5; i++) {
      store.create(POD, Objects.pod("shop", "p" + i));
    }
    faults.add(Target.lists(POD), Fault.failedPage(3, 500), 1);

    // When
    String second = PODS + "?limit=2&continue=" + token(client.json(PODS + "?limit=2"));
    String third = PODS + "?limit=2&continue=" + token(client.json(second));

    // Then
    assertThat(client.get(third).statusCode()).isEqualTo(500);
    assertThat(client.json(third).get("items")).hasSize(1);
  }

  @Test
  void garbageBreaksOneLine() throws Exception {
    // Given
    faults.add(Target.watches(POD), Fault.garbage(), 1);
    try (ApiClient.Stream watch = client.watch(WATCH)) {
      await().until(() -> api.openWatches() == 1);

      // When
      store.create(POD, Objects.pod("shop", "a"));
      String line = watch.line();

      // Then
      assertThatThrownBy(() -> ApiClient.JSON.readTree(line)).isInstanceOf(JacksonException.class);
      assertThat(watch.brief()).isEqualTo("ADDED a 1");
    }
    faults.add(Target.lists(POD), Fault.garbage(), 1);
    assertThatThrownBy(() -> client.json(PODS)).isInstanceOf(JacksonException.class);
  }

  @Test
  void hugeObjectsStayValid() throws Exception {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    faults.add(Target.of(POD), Fault.huge(3_000_000), 2);

    // When
    JsonNode listed = client.json(PODS).at("/items/0");
    try (ApiClient.Stream watch = client.watch(PODS + "?watch=1&resourceVersion=1")) {
      store.create(POD, Objects.pod("shop", "b"));

      // Then
      assertThat(padding(listed)).isEqualTo(3_000_000);
      assertThat(padding(watch.event().get("object"))).isEqualTo(3_000_000);
      assertThat(padding(client.json(PODS).at("/items/0"))).isZero();
    }
  }

  @Test
  void aSilentWatchTellsNothingOfItsTime() throws Exception {
    // Given
    Faults.Entry silence = faults.add(Target.watches(POD), Fault.silent(), 1);
    try (ApiClient.Stream watch = client.watch(WATCH)) {
      await().until(() -> silence.hits() == 1);

      // When
      store.create(POD, Objects.pod("shop", "unseen"));
      api.bookmarkAll();
      try (ApiClient.Stream other = client.watch(WATCH)) {
        assertThat(other.brief()).isEqualTo("ADDED unseen 1");
      }
      silence.remove();

      // Then
      assertThat(watch.brief()).isEqualTo("BOOKMARK - 1");
      store.create(POD, Objects.pod("shop", "seen"));
      assertThat(watch.brief()).isEqualTo("ADDED seen 2");
    }
  }

  @Test
  void aLostChangeIsLeftOut() throws Exception {
    // Given
    faults.add(Target.changes(POD, WatchEvent.Operation.DELETED), Fault.lost(), 1);
    try (ApiClient.Stream watch = client.watch(WATCH)) {
      await().until(() -> api.openWatches() == 1);

      // When
      for (String name : List.of("a", "b")) {
        store.create(POD, Objects.pod("shop", name));
        store.delete(POD, "shop", name);
      }

      // Then
      assertThat(watch.briefs(3)).containsExactly("ADDED a 1", "ADDED b 3", "DELETED b 4");
    }
  }

  @Test
  void slowBodiesAndLateAnswersTakeTheirTime() {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    faults.add(Target.lists(POD), Fault.slow(2_000), 1);
    faults.add(Target.gets(POD), Fault.late(Duration.ofMillis(300)), 1);

    // When
    long begin = System.nanoTime();
    JsonNode list = client.json(PODS);
    long slow = System.nanoTime();
    client.get("/api/v1/namespaces/shop/pods/a");
    long late = System.nanoTime();

    // Then
    assertThat(list.get("items")).hasSize(1);
    assertThat(Duration.ofNanos(slow - begin)).isGreaterThan(Duration.ofMillis(200));
    assertThat(Duration.ofNanos(late - slow)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void anUnreachableServerRefusesAndComesBack() throws Exception {
    // Given
    store.create(NODE, Objects.node("n"));
    try (ApiClient.Stream watch = client.watch(WATCH)) {
      // When
      faults.unreachable();

      // Then
      assertThat(watch.rest()).isEmpty();
      assertThat(watch.isBroken()).isTrue();
      assertThatThrownBy(() -> client.get(PODS)).isInstanceOf(UncheckedIOException.class);
      faults.reachable();
      assertThat(client.json("/api/v1/nodes").get("items")).hasSize(1);
    }
  }

  private static int padding(JsonNode object) {
    return object
        .at("/metadata/annotations")
        .path("testbed/padding")
        .asString("")
        .length();
  }

  private static String token(JsonNode list) {
    return list.at("/metadata/continue").asString();
  }
}
