package org.mcpruntime.watcher.testbed.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.CUSTOM_RESOURCE_DEFINITION;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.EVENT;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.MCP_SERVER;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.NAMESPACE;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.NODE;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.POD;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class FakeKubeApiListTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final KubeStore store = KubeStore.inMemory(InstantSource.fixed(NOW));
  private final FakeKubeApi api = FakeKubeApi.start(store, 0);
  private final ApiClient client = new ApiClient(api.uri());

  @AfterEach
  void close() {
    api.close();
    store.close();
  }

  @Test
  void listOfABuiltInTypeLeavesKindOutOfItems() {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    store.create(NODE, Objects.node("n"));

    // When
    HttpResponse<String> response = client.get("/api/v1/pods");

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .startsWith(
            "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"2\"},"
                + "\"items\":[{\"metadata\":{\"name\":\"a\",");
    assertThat(response.body().trim()).endsWith("}]}");
    assertThat(ApiClient.JSON.readTree(response.body()).get("items")).hasSize(1);
  }

  @Test
  void listOfACustomTypeHasSortedMembersAndKindInItems() {
    // Given
    store.create(CUSTOM_RESOURCE_DEFINITION, ResourceTypes.definition(MCP_SERVER));
    store.create(MCP_SERVER, KubeObjects.named("team", "crm"));

    // When
    String body = client.get(MCP_SERVER.path()).body();

    // Then
    assertThat(body)
        .startsWith("{\"apiVersion\":\"mcpruntime.org/v1alpha1\",\"items\":["
            + "{\"apiVersion\":\"mcpruntime.org/v1alpha1\",\"kind\":\"MCPServer\",\"metadata\":{")
        .contains("],\"kind\":\"MCPServerList\",\"metadata\":{\"resourceVersion\":\"2\"}}");
  }

  @Test
  void everyDocumentOfAListParses() {
    // Given
    for (ResourceType type : ResourceTypes.all()) {
      api.serve(type);
      for (String name : List.of("a", "b")) {
        store.create(type, KubeObjects.named(type.namespaced() ? "shop" : "", name));
      }
    }

    // Then
    for (ResourceType type : ResourceTypes.all()) {
      JsonNode list = client.json(type.path());
      assertThat(list.at("/kind").asString()).isEqualTo(type.kind() + "List");
      assertThat(names(list)).containsExactly("a", "b");
      assertThat(client.json(type.path("shop")).get("items")).hasSize(2);
    }
  }

  @Test
  void pagesShowThePositionOfTheFirstOne() {
    // Given
    for (int i = 0; i < 5; i++) {
      store.create(POD, Objects.pod("shop", "p" + i));
    }

    // When
    JsonNode first = client.json("/api/v1/pods?limit=2");
    store.delete(POD, "shop", "p4");
    store.create(POD, Objects.pod("shop", "p2a"));
    JsonNode second = client.json("/api/v1/pods?limit=2&continue=" + token(first));
    JsonNode third = client.json("/api/v1/pods?limit=2&continue=" + token(second));

    // Then
    assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
    List<String> names = new ArrayList<>();
    for (JsonNode page : List.of(first, second, third)) {
      assertThat(page.at("/metadata/resourceVersion").asString()).isEqualTo("5");
      names.addAll(names(page));
    }
    assertThat(names).containsExactly("p0", "p1", "p2", "p3", "p4");
    assertThat(third.at("/metadata").has("continue")).isFalse();
  }

  @Test
  void anOldContinueTokenExpires() {
    // Given
    for (int i = 0; i < 3; i++) {
      store.create(POD, Objects.pod("shop", "p" + i));
    }
    JsonNode first = client.json("/api/v1/pods?limit=1");
    store.delete(POD, "shop", "p2");

    // When
    store.compact(POD);
    HttpResponse<String> response = client.get("/api/v1/pods?limit=1&continue=" + token(first));

    // Then
    assertStatus(response, 410, "Expired");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/pods?continue=abc, 400, BadRequest",
    "/api/v1/pods?limit=many, 400, BadRequest",
    "/api/v1/pods?resourceVersionMatch=Exact, 422, Invalid",
    "/api/v1/pods?resourceVersion=99&resourceVersionMatch=NotOlderThan, 504, Timeout",
    "/api/v1/pods?labelSelector=a~b, 400, BadRequest",
    "/api/v1/nopes, 404, NotFound",
    "/api/v1/pods/nameless-namespace, 404, NotFound",
    "/api/v1/namespaces/shop/pods/none, 404, NotFound",
    "/apis/apps/v1/nopes, 404, NotFound",
    "/api/v1/namespaces/shop/nodes, 404, NotFound",
  })
  void badRequestsGetAStatus(String path, int code, String reason) {
    assertStatus(client.get(path), code, reason);
  }

  @Test
  void unknownGroupsAreAnsweredInPlainText() {
    // When
    HttpResponse<String> response = client.get(MCP_SERVER.path());

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("404 page not found\n");
  }

  @Test
  void exactPositionIsServedWhileItIsTheSame() {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    store.create(NODE, Objects.node("n"));

    // When
    JsonNode same = client.json("/api/v1/pods?resourceVersion=1&resourceVersionMatch=Exact");
    store.create(POD, Objects.pod("shop", "b"));
    HttpResponse<String> gone =
        client.get("/api/v1/pods?resourceVersion=2&resourceVersionMatch=Exact");

    // Then
    assertThat(same.at("/metadata/resourceVersion").asString()).isEqualTo("1");
    assertStatus(gone, 410, "Expired");
  }

  @Test
  void versionZeroIsNeverPaged() {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    store.create(POD, Objects.pod("shop", "b"));

    // Then
    assertThat(names(client.json("/api/v1/pods?limit=1&resourceVersion=0")))
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fieldSelector=metadata.name%3Da | a",
        "fieldSelector=metadata.namespace!%3Dshop | c",
        "fieldSelector=spec.nodeName%3Dnode-1,metadata.name!%3Da | b c",
        "labelSelector=app%3Db | b",
        "labelSelector=app%20in%20(a,%20c) | a c",
        "labelSelector=app%20notin%20(a,c),app | b",
        "labelSelector=!app | ''",
      })
  void selectorsChoose(String query, String expected) {
    // Given
    store.create(POD, Objects.pod("shop", "a"));
    store.create(POD, Objects.pod("shop", "b"));
    store.create(POD, Objects.pod("team", "c"));

    // Then
    assertThat(String.join(" ", names(client.json("/api/v1/pods?" + query)))).isEqualTo(expected);
  }

  @Test
  void getReturnsTheWholeObject() {
    // Given
    ObjectNode created = store.create(POD, Objects.pod("shop", "a"));

    // Then
    assertThat(client.json("/api/v1/namespaces/shop/pods/a")).isEqualTo(created);
    assertThat(client.json("/api/v1/namespaces/shop/pods/a/status")).isEqualTo(created);
  }

  @Test
  void namespacesAreObjectsToo() {
    // Given
    store.create(NAMESPACE, KubeObjects.named("", "shop"));

    // Then
    assertThat(names(client.json("/api/v1/namespaces"))).containsExactly("shop");
    assertThat(client.json("/api/v1/namespaces/shop").at("/kind").asString())
        .isEqualTo("Namespace");
  }

  @Test
  void dateFollowsTheStoresClock() {
    assertThat(client.get("/readyz").headers().firstValue("Date"))
        .contains("Mon, 23 Nov 2026 10:00:00 GMT");
  }

  @Test
  void writesAreRefusedAndLogged() throws Exception {
    // When
    HttpResponse<String> response = client.send("POST", "/api/v1/namespaces/shop/pods");
    client.get("/api/v1/pods?limit=1");

    // Then
    assertStatus(response, 405, "MethodNotAllowed");
    assertThat(api.requests().writes())
        .containsExactly(new RequestLog.Request("POST", "/api/v1/namespaces/shop/pods", "", NOW));
    assertThat(api.requests().of(POD)).extracting("query").containsExactly("limit=1");
    assertThat(api.requests().perMinute()).containsEntry(NOW, 2).hasSize(1);
  }

  @Test
  void discoveryFollowsTheDefinitions() {
    // Given
    String aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    String group = "/apis/mcpruntime.org/v1alpha1";

    // When
    int before = client.get(group).statusCode();
    store.create(CUSTOM_RESOURCE_DEFINITION, ResourceTypes.definition(MCP_SERVER));
    JsonNode served = client.json(group);
    JsonNode all = client.json("/apis", "Accept", aggregated);
    store.delete(CUSTOM_RESOURCE_DEFINITION, "", MCP_SERVER.definitionName());
    int after = client.get(group).statusCode();

    // Then
    assertThat(List.of(before, after)).containsOnly(404);
    assertThat(served.at("/resources/0/name").asString()).isEqualTo("mcpservers");
    assertThat(all.findValuesAsString("resource")).contains("deployments", "mcpservers");
    assertThat(client.json("/api", "Accept", aggregated).findValuesAsString("resource"))
        .contains("pods", "events");
    assertThat(client.json("/api/v1").get("resources").findValuesAsString("name"))
        .contains("pods", EVENT.plural());
    assertThat(client.json("/apis").get("groups").findValuesAsString("name"))
        .contains("apps", "batch")
        .doesNotContain("mcpruntime.org");
  }

  @Test
  void allVersionsOfATypeShowTheSameObjects() throws Exception {
    // Given: two served versions, the older one listed first
    ResourceType alpha = ResourceTypes.MCP_SERVER;
    ResourceType stable =
        ResourceType.namespaced(alpha.group(), "v1", alpha.kind(), alpha.plural());
    ObjectNode definition = ResourceTypes.definition(alpha);
    ArrayNode versions = (ArrayNode) definition.at("/spec/versions");
    versions.add(((ObjectNode) versions.get(0).deepCopy()).put("name", "v1").put("storage", false));
    store.create(ResourceTypes.CUSTOM_RESOURCE_DEFINITION, definition);
    store.create(alpha, KubeObjects.named("shop", "crm"));

    // When
    JsonNode group = client.json("/apis/" + alpha.group());
    JsonNode seen = client.json(stable.path("shop") + "/crm");

    // Then
    assertThat(group.at("/preferredVersion/version").asString()).isEqualTo("v1");
    assertThat(
            group.get("versions").valueStream().map(each -> each.get("version").asString()))
        .containsExactly("v1", "v1alpha1");
    assertThat(seen.get("apiVersion").asString()).isEqualTo("mcpruntime.org/v1");
    assertThat(client.json(alpha.path("shop") + "/crm").get("apiVersion").asString())
        .isEqualTo("mcpruntime.org/v1alpha1");
    assertThat(client.json(stable.path()).get("items").get(0)).isEqualTo(seen);
    try (ApiClient.Stream watch = client.watch(stable.path() + "?watch=1&resourceVersion=1")) {
      JsonNode added = watch.event().get("object");
      assertThat(added).isEqualTo(seen);
    }
  }

  private static void assertStatus(HttpResponse<String> response, int code, String reason) {
    assertThat(response.statusCode()).isEqualTo(code);
    JsonNode status = ApiClient.JSON.readTree(response.body());
    assertThat(status.get("kind").asString()).isEqualTo("Status");
    assertThat(status.get("code").asInt()).isEqualTo(code);
    assertThat(status.get("reason").asString()).isEqualTo(reason);
  }

  private static String token(JsonNode list) {
    return list.at("/metadata/continue").asString();
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.get("items").forEach(item -> names.add(item.at("/metadata/name").asString()));
    return names;
  }
}
