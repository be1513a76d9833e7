package org.mcpruntime.watcher.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.collector.KubeAccess;
import org.mcpruntime.watcher.testbed.kube.FakeKubeApi;
import org.mcpruntime.watcher.testbed.kube.Fault;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import org.mcpruntime.watcher.testbed.kube.Target;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class KubeApiTest {
  private final KubeStore store = KubeStore.inMemory(Clock.systemUTC());
  private final FakeKubeApi server = FakeKubeApi.start(store, 0);
  private final KubeAccess access = KubeAccess.of(Config.fromKubeconfig(server.kubeconfig()));
  private final KubeApi api = access.api();

  @AfterEach
  void close() {
    access.close();
    server.close();
    store.close();
  }

  @Test
  void readsAPageAsTheServerWroteIt() throws InterruptedException {
    // When
    ApiResult<byte[]> answer = api.get("/api/v1/pods?limit=5");

    // Then
    assertThat(answer).isInstanceOfSatisfying(ApiResult.Answer.class, bytes -> assertThat(
            new String((byte[]) bytes.value(), StandardCharsets.UTF_8))
        .startsWith("{")
        .contains("\"kind\":\"PodList\""));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(Fault.gone(), new ApiFailure.Gone()),
        Arguments.of(Fault.forbidden(), new ApiFailure.Forbidden()),
        Arguments.of(Fault.notFound(), new ApiFailure.NotFound()),
        Arguments.of(Fault.unauthorized(), new ApiFailure.Unauthorized()),
        Arguments.of(
            Fault.tooManyRequests(Duration.ofSeconds(7)),
            new ApiFailure.TooManyRequests(Duration.ofSeconds(7))),
        Arguments.of(Fault.internalError(), new ApiFailure.ServerError(500, Duration.ZERO)),
        Arguments.of(Fault.cutMidLine(), new ApiFailure.Unreachable()));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void turnsARefusalIntoAValue(Fault fault, ApiFailure expected) throws InterruptedException {
    // Given
    store.create(ResourceTypes.POD, pod());
    server.faults().add(Target.lists(ResourceTypes.POD), fault, 1);

    // Then: asked once, since when to ask again is the reader's decision
    assertThat(api.get("/api/v1/pods")).isEqualTo(ApiResult.failed(expected));
    assertThat(server.requests().of(ResourceTypes.POD)).hasSize(1);
  }

  @Test
  void isUnreachableWithoutAServer() throws InterruptedException {
    // Given
    server.faults().unreachable();

    // Then
    assertThat(api.get("/api")).isEqualTo(ApiResult.failed(new ApiFailure.Unreachable()));
  }

  @Test
  void knowsTheServersTime() throws InterruptedException {
    // Given
    assertThat(api.serverTime().now()).isEmpty();

    // When
    api.get("/version");

    // Then
    assertThat(Duration.between(api.serverTime().now().orElseThrow(), Instant.now())
            .abs())
        .isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void handsChunksOverOneAtATime() throws Exception {
    // Given
    long position = store.resourceVersion();
    store.create(ResourceTypes.POD, pod());

    // When
    try (ResponseBody body = ((ApiResult.Answer<ResponseBody>)
            api.open("/api/v1/pods?watch=1&resourceVersion=" + position))
        .value()) {
      List<ByteBuffer> chunk = Objects.requireNonNull(body.next(Duration.ofSeconds(10)));

      // Then
      assertThat(StandardCharsets.UTF_8.decode(chunk.get(0)).toString())
          .startsWith("{\"type\":\"ADDED\"");
      assertThatThrownBy(() -> body.next(Duration.ofMillis(50)))
          .isInstanceOf(ResponseBody.SilentException.class);

      // When
      server.faults().add(Target.watches(ResourceTypes.POD), Fault.cutBetweenLines(), 1);

      // Then
      assertThatThrownBy(() -> body.next(Duration.ofSeconds(10)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ResponseBody.SilentException.class);
    }
  }

  @Test
  void findsTheWantedKindsThatAreServed() throws InterruptedException {
    // Given
    KindId pod = new KindId("", "Pod");
    KindId deployment = new KindId("apps", "Deployment");
    KindId server = new KindId("mcpruntime.org", "MCPServer");
    Discovery discovery = new Discovery(api, Set.of(pod, deployment, server));

    // When
    Discovery.Found without = ((ApiResult.Answer<Discovery.Found>) discovery.find()).value();
    this.server.serve(ResourceTypes.MCP_SERVER);
    Discovery.Found with = ((ApiResult.Answer<Discovery.Found>) discovery.find()).value();

    // Then
    assertThat(without.served()).containsOnlyKeys(pod, deployment);
    assertThat(without.undecided()).isEmpty();
    assertThat(with.served().get(server))
        .isEqualTo(new ServedKind(server, "v1alpha1", "mcpservers", true));
    assertThat(everywhere(with, pod).listPath(5, "a+b="))
        .isEqualTo("/api/v1/pods?limit=5&continue=a%2Bb%3D");
    assertThat(everywhere(with, deployment).watchPath("12", 300))
        .isEqualTo("/apis/apps/v1/deployments?watch=1&allowWatchBookmarks=true"
            + "&resourceVersion=12&timeoutSeconds=300");
  }

  private static ServedScope everywhere(Discovery.Found found, KindId kind) {
    ServedKind served = Objects.requireNonNull(found.served().get(kind));
    return new ServedScope(served, "", Selection.everything());
  }

  private static ObjectNode pod() {
    ObjectNode pod = JsonMapper.shared().createObjectNode();
    pod.putObject("metadata").put("name", "cart").put("namespace", "shop");
    return pod;
  }
}
