package org.mcpruntime.watcher.testbed.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.CUSTOM_RESOURCE_DEFINITION;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.DEPLOYMENT;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.EVENT;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.MCP_SERVER;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.NODE;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.POD;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FakeKubeApiWatchTest {
  private final KubeStore store = KubeStore.inMemory(InstantSource.system());
  private final FakeKubeApi api = FakeKubeApi.start(store, 0);
  private final ApiClient client = new ApiClient(api.uri());

  @AfterEach
  void close() {
    api.close();
    store.close();
  }

  @Test
  void tellsChangesAfterThePosition() throws Exception {
    // Given
    store.create(POD, Objects.pod("shop", "old"));

    try (ApiClient.Stream watch = client.watch("/api/v1/pods?watch=1&resourceVersion=1")) {
      // When
      ObjectNode pod = store.create(POD, Objects.pod("shop", "a"));
      pod.putObject("status").put("phase", "Running");
      store.update(POD, pod);
      store.delete(POD, "shop", "a");

      // Then
      assertThat(watch.briefs(3)).containsExactly("ADDED a 2", "MODIFIED a 3", "DELETED a 4");
    }
  }

  @Test
  void linesHaveTheFormOfTheRealServer() throws Exception {
    // Given
    store.create(POD, Objects.pod("shop", "a"));

    // When
    try (ApiClient.Stream watch = client.watch("/api/v1/pods?watch=true")) {
      // Then
      assertThat(watch.line())
          .startsWith(
              "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"")
          .endsWith("\"status\":{\"phase\":\"Pending\"}}}");
    }
  }

  @Test
  void withoutAPositionItBeginsWithWhatIs() throws Exception {
    // Given
    store.create(POD, Objects.pod("shop", "b"));
    store.create(POD, Objects.pod("shop", "a"));

    for (String position : new String[] {"", "&resourceVersion=0"}) {
      try (ApiClient.Stream watch = client.watch("/api/v1/pods?watch=1" + position)) {
        // When
        String first = watch.brief();
        store.delete(POD, "shop", "none");

        // Then
        assertThat(first).isEqualTo("ADDED a 2");
        assertThat(watch.brief()).isEqualTo("ADDED b 1");
      }
    }
  }

  @Test
  void streamedListEndsWithTheMarkedBookmark() throws Exception {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    store.create(NODE, Objects.node("n"));
    String query =
        "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";

    try (ApiClient.Stream watch = client.watch("/api/v1/pods" + query);
        ApiClient.Stream events = client.watch(EVENT.path() + query)) {
      // When
      String added = watch.brief();
      JsonNode mark = watch.event();
      store.delete(POD, "shop", "a");

      // Then
      assertThat(added).isEqualTo("ADDED a 1");
      assertThat(mark.get("type").asString()).isEqualTo("BOOKMARK");
      assertThat(mark.at("/object/metadata/resourceVersion").asString()).isEqualTo("2");
      assertThat(initialEnd(mark)).isEqualTo("true");
      assertThat(watch.brief()).isEqualTo("DELETED a 3");
      assertThat(initialEnd(events.event())).isEqualTo("true");
    }
  }

  @Test
  void streamedListNeedsItsMatchRule() {
    assertThat(client.get("/api/v1/pods?watch=1&sendInitialEvents=true").statusCode())
        .isEqualTo(422);
  }

  @Test
  void anOldPositionIsAnErrorEventAndTheEnd() throws Exception {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    store.create(POD, Objects.pod("shop", "b"));
    store.compact();

    // When
    try (ApiClient.Stream watch = client.watch("/api/v1/pods?watch=1&resourceVersion=1")) {
      // Then
      assertThat(watch.status()).isEqualTo(200);
      assertThat(watch.rest())
          .containsExactly(
              "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                  + "\"status\":\"Failure\",\"message\":\"too old resource version: 1 (2)\","
                  + "\"reason\":\"Expired\",\"code\":410}}");
      assertThat(watch.isBroken()).isFalse();
    }
  }

  @Test
  void bookmarksOnDemandComeAfterAllChanges() throws Exception {
    // Given
    String bookmarks = "?watch=1&resourceVersion=0&allowWatchBookmarks=true";
    try (ApiClient.Stream pods = client.watch("/api/v1/pods" + bookmarks);
        ApiClient.Stream plain = client.watch("/api/v1/pods?watch=1");
        ApiClient.Stream events = client.watch(EVENT.path() + bookmarks)) {
      await().until(() -> api.openWatches() == 3);

      // When
      for (int i = 0; i < 1000; i++) {
        store.create(POD, Objects.pod("shop", "p" + i));
      }
      store.create(NODE, Objects.node("n"));
      int asked = api.bookmarkAll();

      // Then
      assertThat(asked).isEqualTo(1);
      assertThat(pods.briefs(1000)).allMatch(brief -> brief.startsWith("ADDED"));
      assertThat(pods.line())
          .isEqualTo("{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\","
              + "\"metadata\":{\"resourceVersion\":\"1001\"}}}");
      store.create(EVENT, KubeObjects.named("shop", "e"));
      assertThat(events.brief()).isEqualTo("ADDED e 1002");
      store.delete(POD, "shop", "p0");
      assertThat(plain.briefs(1001).get(1000)).isEqualTo("DELETED p0 1003");
    }
  }

  @Test
  void bookmarksComeByThemselves() throws Exception {
    // Given
    FakeKubeApi.Options options =
        FakeKubeApi.Options.onPort(0).withBookmarkInterval(Duration.ofMillis(20));
    try (FakeKubeApi lively = FakeKubeApi.start(store, options);
        ApiClient.Stream watch = new ApiClient(lively.uri())
            .watch("/api/v1/pods?watch=1&allowWatchBookmarks=true&resourceVersion=0")) {
      // When
      String first = watch.brief();
      store.create(NODE, Objects.node("n"));

      // Then
      assertThat(first).isEqualTo("BOOKMARK - 0");
      await().until(() -> watch.brief().equals("BOOKMARK - 1"));
    }
  }

  @Test
  void endsAfterItsTimeout() throws Exception {
    try (ApiClient.Stream watch = client.watch("/api/v1/pods?watch=1&timeoutSeconds=1")) {
      assertThat(watch.rest()).isEmpty();
      assertThat(watch.isBroken()).isFalse();
    }
  }

  @Test
  void aHungUpClientFreesItsThread() throws Exception {
    // Given
    ApiClient.Stream watch = client.watch("/api/v1/pods?watch=1");
    await().until(() -> api.openWatches() == 1);

    // When
    watch.close();

    // Then
    await().until(() -> api.openWatches() == 0);
  }

  @Test
  void selectorsTurnChangesIntoComingAndGoing() throws Exception {
    // Given
    String query = "?watch=1&resourceVersion=0&labelSelector=app%3Dchosen";
    try (ApiClient.Stream watch = client.watch("/api/v1/namespaces/shop/pods" + query)) {
      await().until(() -> api.openWatches() == 1);
      store.create(POD, Objects.pod("other", "chosen"));

      // When
      store.create(POD, Objects.pod("shop", "a"));
      store.update(POD, labelled("chosen"));
      store.update(POD, labelled("no"));
      store.delete(POD, "shop", "a");
      store.create(POD, Objects.pod("shop", "chosen"));

      // Then
      assertThat(watch.brief()).isEqualTo("ADDED a 3");
      JsonNode gone = watch.event();
      assertThat(gone.get("type").asString()).isEqualTo("DELETED");
      assertThat(gone.at("/object/metadata/labels/app").asString()).isEqualTo("chosen");
      assertThat(gone.at("/object/metadata/resourceVersion").asString()).isEqualTo("4");
      assertThat(watch.brief()).isEqualTo("ADDED chosen 6");
    }
  }

  @Test
  void anUnknownTypeIsNotFoundAndAVanishedOneEnds() throws Exception {
    // Given
    store.create(CUSTOM_RESOURCE_DEFINITION, ResourceTypes.definition(MCP_SERVER));
    try (ApiClient.Stream servers = client.watch(MCP_SERVER.path() + "?watch=1");
        ApiClient.Stream deployments = client.watch(DEPLOYMENT.path() + "?watch=1")) {
      // When
      store.delete(CUSTOM_RESOURCE_DEFINITION, "", MCP_SERVER.definitionName());
      api.withdraw(DEPLOYMENT);

      // Then
      assertThat(servers.rest()).isEmpty();
      assertThat(deployments.rest()).isEmpty();
      assertThat(client.get(MCP_SERVER.path() + "?watch=1").statusCode()).isEqualTo(404);
      assertThat(client.get(DEPLOYMENT.path() + "?watch=1").statusCode()).isEqualTo(404);
      api.serve(DEPLOYMENT);
      assertThat(client.get(DEPLOYMENT.path()).statusCode()).isEqualTo(200);
    }
  }

  private static ObjectNode labelled(String app) {
    ObjectNode pod = Objects.pod("shop", "a");
    ((ObjectNode) pod.at("/metadata/labels")).put("app", app);
    return pod;
  }

  private static String initialEnd(JsonNode bookmark) {
    return bookmark
        .at("/object/metadata/annotations")
        .path("k8s.io/initial-events-end")
        .asString();
  }
}
