package org.mcpruntime.watcher.testbed.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.CUSTOM_RESOURCE_DEFINITION;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.EVENT;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.MCP_SERVER;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.NAMESPACE;
import static org.mcpruntime.watcher.testbed.kube.ResourceTypes.POD;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The real kubectl reads the fake server; skipped where there is none on the path. */
class KubectlTest {
  @TempDir
  Path directory;

  private final KubeStore store = KubeStore.inMemory(InstantSource.system());
  private final FakeKubeApi api = FakeKubeApi.start(store, 0);

  @BeforeEach
  void findKubectl() {
    boolean found = Stream.of(
            System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
    assumeTrue(found, "no kubectl on the path");
    api.writeKubeconfig(directory.resolve("kubeconfig"));
    store.create(NAMESPACE, KubeObjects.named("", "shop"));
    ObjectNode pod = store.create(POD, Objects.pod("shop", "cart-1"));
    ObjectNode definition = ResourceTypes.definition(MCP_SERVER);
    ((ObjectNode) definition.at("/spec/versions/0"))
        .putArray("additionalPrinterColumns")
        .addObject()
        .put("name", "Image")
        .put("type", "string")
        .put("jsonPath", ".spec.image");
    store.create(CUSTOM_RESOURCE_DEFINITION, definition);
    ObjectNode server = KubeObjects.named("team", "crm");
    server.putObject("spec").put("image", "registry.local/crm:1");
    store.create(MCP_SERVER, server);
    ObjectNode event = KubeObjects.named("shop", "cart-1.1");
    event
        .putObject("involvedObject")
        .put("kind", "Pod")
        .put("namespace", "shop")
        .put("name", "cart-1")
        .set("uid", pod.at("/metadata/uid"));
    event.put("reason", "BackOff").put("message", "Back-off pulling image").put("type", "Warning");
    store.create(EVENT, event);
  }

  @AfterEach
  void close() {
    api.close();
    store.close();
  }

  @Test
  void theKubeconfigIsForItsOwnerOnly() throws Exception {
    assertThat(Files.getPosixFilePermissions(directory.resolve("kubeconfig")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void getsListsInPages() throws Exception {
    // Given
    store.create(POD, Objects.pod("shop", "cart-2"));

    // Then
    assertThat(kubectl("get", "po", "-A", "--chunk-size=1"))
        .containsSubsequence("NAMESPACE", "NAME", "shop", "cart-1", "shop", "cart-2");
  }

  @Test
  void getsTablesWithTheColumnsOfTheType() throws Exception {
    // Given
    ObjectNode pod = Objects.pod("shop", "cart-3");
    pod.putObject("status")
        .put("phase", "Pending")
        .putArray("containerStatuses")
        .addObject()
        .put("restartCount", 4)
        .putObject("state")
        .putObject("waiting")
        .put("reason", "ImagePullBackOff");
    store.create(POD, pod);

    // Then
    assertThat(kubectl("get", "pod", "cart-3", "-n", "shop").lines())
        .hasSize(2)
        .anyMatch(line -> line.matches("NAME +READY +STATUS +RESTARTS +AGE *"))
        .anyMatch(line -> line.matches("cart-3 +0/1 +ImagePullBackOff +4 +\\d+s *"));
    assertThat(kubectl("get", "mcpservers", "-A").lines())
        .anyMatch(line -> line.matches("NAMESPACE +NAME +IMAGE +AGE *"))
        .anyMatch(line -> line.matches("team +crm +registry.local/crm:1 +\\d+s *"));
  }

  @Test
  void getsCustomObjects() throws Exception {
    assertThat(kubectl("get", "mcpservers", "-n", "team", "-o", "yaml"))
        .contains("kind: MCPServer", "name: crm", "image: registry.local/crm:1");
  }

  @Test
  void getsEventsAndDescribes() throws Exception {
    assertThat(kubectl("get", "events", "-n", "shop"))
        .contains("LAST SEEN", "Warning", "BackOff", "pod/cart-1", "Back-off pulling image");
    assertThat(kubectl("describe", "pod", "cart-1", "-n", "shop"))
        .contains("registry.local/app:1.0", "Back-off pulling image");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThat(kubectl("get", "pod", "none", "-n", "shop"))
        .contains("Error from server (NotFound): pods \"none\" not found");
    assertThat(kubectl("get", "nopes")).contains("doesn't have a resource type \"nopes\"");
  }

  @Test
  void cannotWrite() throws Exception {
    assertThat(kubectl("delete", "pod", "cart-1", "-n", "shop")).contains("MethodNotAllowed");
    assertThat(store.get(POD, "shop", "cart-1")).isPresent();
  }

  private String kubectl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", directory.resolve("kubeconfig").toString());
    builder.environment().put("HOME", directory.toString());
    Path output = directory.resolve("output");
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("kubectl does not end");
    }
    return Files.readString(output);
  }
}
