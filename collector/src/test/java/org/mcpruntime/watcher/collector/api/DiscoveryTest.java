package org.mcpruntime.watcher.collector.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.collector.KubeAccess;

/** Against documents as servers without aggregated discovery write them. */
class DiscoveryTest {
  private static final KindId POD = new KindId("", "Pod");
  private static final KindId DEPLOYMENT = new KindId("apps", "Deployment");
  private static final KindId SERVER = new KindId("mcpruntime.org", "MCPServer");
  private static final KindId CERTIFICATE = new KindId("cert-manager.io", "Certificate");

  private final Map<String, String> documents = new TreeMap<>();
  private HttpServer server;
  private KubeAccess access;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      String document = documents.get(exchange.getRequestURI().getPath());
      byte[] body = (document == null ? "{}" : document).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(document == null ? 503 : 200, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
    server.start();
    access = KubeAccess.of(new ConfigBuilder()
        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
        .build());
  }

  @AfterEach
  void close() {
    access.close();
    server.stop(0);
  }

  @Test
  void readsTheOlderFormAndTakesThePreferredVersion() throws InterruptedException {
    // Given
    documents.put("/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
    documents.put(
        "/api/v1",
        resources("pods", "Pod", "list,watch") + ",{\"name\":\"pods/log\",\"kind\":\"Pod\"}]}");
    documents.put(
        "/apis",
        "{\"kind\":\"APIGroupList\",\"groups\":["
            + group("apps", "v1", "v1", "v1beta1")
            + ","
            + group("mcpruntime.org", "v2", "v1", "v2")
            + ","
            + group("cert-manager.io", "v1", "v1")
            + ","
            + group("not.wanted", "v1", "v1")
            + "]}");
    documents.put("/apis/apps/v1", resources("deployments", "Deployment", "list,watch") + "]}");
    documents.put("/apis/apps/v1beta1", resources("old", "Deployment", "list,watch") + "]}");
    // The preferred version has the kind, but it cannot be watched there.
    documents.put("/apis/mcpruntime.org/v2", resources("mcpservers", "MCPServer", "list") + "]}");
    documents.put(
        "/apis/mcpruntime.org/v1", resources("mcpservers", "MCPServer", "list,watch") + "]}");

    // When: the group of certificates does not answer
    Discovery.Found found = ((ApiResult.Answer<Discovery.Found>)
            new Discovery(access.api(), Set.of(POD, DEPLOYMENT, SERVER, CERTIFICATE)).find())
        .value();

    // Then
    assertThat(found.served())
        .containsOnly(
            Map.entry(POD, new ServedKind(POD, "v1", "pods", true)),
            Map.entry(DEPLOYMENT, new ServedKind(DEPLOYMENT, "v1", "deployments", true)),
            Map.entry(SERVER, new ServedKind(SERVER, "v1", "mcpservers", true)));
    assertThat(found.undecided()).containsExactly(CERTIFICATE);
  }

  @Test
  void failsWhenTheRootDoesNotAnswer() throws InterruptedException {
    // Given
    documents.put("/api", "{\"kind\":\"APIVersions\",\"versions\":[]}");

    // Then
    assertThat(new Discovery(access.api(), Set.of(POD)).find())
        .isEqualTo(ApiResult.failed(new ApiFailure.ServerError(503, Duration.ZERO)));
  }

  @Test
  void failsOnADocumentThatIsNoJson() throws InterruptedException {
    // Given
    documents.put("/api", "<html>");

    // Then
    assertThat(new Discovery(access.api(), Set.of(POD)).find())
        .isEqualTo(ApiResult.failed(new ApiFailure.Malformed()));
  }

  private static String group(String name, String preferred, String... versions) {
    StringBuilder text = new StringBuilder("{\"name\":\"" + name + "\",\"versions\":[");
    for (String version : versions) {
      text.append(text.charAt(text.length() - 1) == '[' ? "" : ",")
          .append("{\"version\":\"" + version + "\"}");
    }
    return text + "],\"preferredVersion\":{\"version\":\"" + preferred + "\"}}";
  }

  /** Without its last two brackets. */
  private static String resources(String plural, String kind, String verbs) {
    return "{\"kind\":\"APIResourceList\",\"resources\":[{\"name\":\"" + plural + "\",\"kind\":\""
        + kind + "\",\"namespaced\":true,\"verbs\":[\"" + verbs.replace(",", "\",\"") + "\"]}";
  }
}
