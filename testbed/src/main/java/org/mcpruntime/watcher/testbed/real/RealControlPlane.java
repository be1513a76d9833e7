package org.mcpruntime.watcher.testbed.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.net.Ports;

/**
 * etcd and kube-apiserver, and with controllers also kube-controller-manager, kube-scheduler and kwok, which plays the
 * kubelets: all on loopback, in one directory, stopped by {@link #close()}. A pod whose annotation {@code testbed/fails}
 * says {@code image-pull} cannot pull its image; every other pod becomes ready.
 */
public final class RealControlPlane implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(3);

  /** kubectl waits without limit, for an answer and for what it deletes. */
  private static final int KUBECTL_SECONDS = 60;

  private final Programs programs;
  private final Path directory;
  private final Path kubeconfig;
  private final int etcdPort;
  private final int apiPort;
  private final boolean controllers;
  private final Deque<Daemon> daemons = new ArrayDeque<>();
  private @Nullable Daemon apiServer;

  /**
   * Starts the programs and waits until the API server is ready.
   *
   * @param directory for data, keys and logs; created when missing
   * @param nodes fake nodes to register; above zero starts the controllers
   * @throws IOException when a program does not start or does not become ready; the message names its log
   */
  public static RealControlPlane start(Programs programs, Path directory, int nodes)
      throws IOException, InterruptedException {
    RealControlPlane plane = new RealControlPlane(programs, directory, nodes > 0);
    try {
      plane.writeCredentials();
      plane.startEtcd();
      plane.startApiServer();
      plane.startControllers(nodes);
      return plane;
    } catch (IOException | InterruptedException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  private RealControlPlane(Programs programs, Path directory, boolean controllers)
      throws IOException {
    this.programs = programs;
    this.directory = Files.createDirectories(directory);
    this.controllers = controllers;
    this.etcdPort = Ports.free();
    this.apiPort = Ports.free();
    this.kubeconfig = directory.resolve("kubeconfig");
  }

  /** A kubeconfig with cluster-admin, context {@code real}. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Stops and starts the API server alone: watches from older positions then answer 410. */
  public void restartApiServer() throws IOException, InterruptedException {
    if (apiServer != null) {
      apiServer.stop();
      daemons.remove(apiServer);
    }
    startApiServer();
  }

  /** Applies manifests, YAML or JSON, with server-side validation. */
  public String apply(String manifests) throws IOException, InterruptedException {
    return kubectl(
        manifests, "apply", "--server-side", "--force-conflicts", "--validate=strict", "-f", "-");
  }

  /**
   * Runs kubectl as cluster-admin.
   *
   * @param input for its standard input
   * @return what it printed
   * @throws IOException when it fails or does not end; the message holds what it printed
   */
  public String kubectl(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(programs.path("kubectl"), "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    Path inputFile = Files.createTempFile(directory, "input", ".yaml");
    Path outputFile = Files.createTempFile(directory, "output", ".txt");
    try {
      Files.writeString(inputFile, input);
      Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectInput(inputFile.toFile())
          .redirectOutput(outputFile.toFile())
          .start();
      boolean ended;
      try {
        ended = process.waitFor(KUBECTL_SECONDS, TimeUnit.SECONDS);
      } finally {
        process.destroyForcibly();
      }
      String output = Files.readString(outputFile);
      if (!ended || process.exitValue() != 0) {
        throw new IOException("kubectl " + String.join(" ", arguments)
            + (ended ? ": " : " did not end within " + KUBECTL_SECONDS + " s: ") + output);
      }
      return output;
    } finally {
      Files.delete(inputFile);
      Files.delete(outputFile);
    }
  }

  @Override
  public void close() {
    while (!daemons.isEmpty()) {
      daemons.pop().stop();
    }
  }

  private void startEtcd() throws IOException {
    String client = "http://127.0.0.1:" + etcdPort;
    String peer = "http://127.0.0.1:" + Ports.free();
    launch(
        "etcd",
        "--data-dir=" + directory.resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer);
  }

  private void startApiServer() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--bind-address=127.0.0.1",
        "--secure-port=" + apiPort,
        "--cert-dir=" + directory,
        "--service-cluster-ip-range=10.43.0.0/16",
        "--authorization-mode=RBAC",
        "--allow-privileged=true",
        "--token-auth-file=" + directory.resolve("tokens.csv"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + directory.resolve("sa.pub"),
        "--service-account-signing-key-file=" + directory.resolve("sa.key")));
    if (!controllers) {
      arguments.add("--disable-admission-plugins=ServiceAccount");
    }
    apiServer = launch("kube-apiserver", arguments.toArray(String[]::new));
    awaitReady();
  }

  private void startControllers(int nodes) throws IOException, InterruptedException {
    if (!controllers) {
      return;
    }
    String access = "--kubeconfig=" + kubeconfig;
    launch(
        "kube-controller-manager",
        access,
        "--leader-elect=false",
        "--secure-port=0",
        "--use-service-account-credentials=false",
        "--service-account-private-key-file=" + directory.resolve("sa.key"),
        "--node-monitor-grace-period=20s");
    launch("kube-scheduler", access, "--leader-elect=false", "--secure-port=0");
    Path stages = directory.resolve("stages.yaml");
    try (InputStream bundled = RealControlPlane.class.getResourceAsStream("stages.yaml")) {
      if (bundled == null) {
        throw new IOException("stages.yaml is missing from the class path");
      }
      Files.write(stages, bundled.readAllBytes());
    }
    launch("kwok", access, "--manage-all-nodes", "--config=" + stages);
    StringBuilder manifests = new StringBuilder();
    for (int i = 1; i <= nodes; i++) {
      manifests.append("""
          apiVersion: v1
          kind: Node
          metadata: {name: node-%d, labels: {kubernetes.io/hostname: node-%d, kubernetes.io/os: linux}}
          ---
          """.formatted(i, i));
    }
    apply(manifests.toString());
  }

  private Daemon launch(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(programs.path(program)));
    command.addAll(List.of(arguments));
    Daemon daemon = Daemon.start(directory.resolve(program + ".log"), command);
    daemons.push(daemon);
    return daemon;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    while (true) {
      for (Daemon daemon : daemons) {
        if (!daemon.running()) {
          throw new IOException("a program of the control plane ended; see " + daemon.log());
        }
      }
      try {
        kubectl("", "get", "--raw", "/readyz", "--request-timeout=5s");
        return;
      } catch (IOException notReady) {
        if (end - System.nanoTime() < 0) {
          throw new IOException(
              "kube-apiserver did not become ready; see its log in " + directory, notReady);
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private void writeCredentials() throws IOException {
    KeyPair pair;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      pair = generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
    writePem(directory.resolve("sa.key"), "PRIVATE KEY", pair.getPrivate());
    writePem(directory.resolve("sa.pub"), "PUBLIC KEY", pair.getPublic());
    String token = UUID.randomUUID().toString();
    Files.writeString(directory.resolve("tokens.csv"), token + ",admin,admin,\"system:masters\"\n");
    Files.writeString(kubeconfig, """
            apiVersion: v1
            kind: Config
            clusters: [{name: real, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
            users: [{name: admin, user: {token: "%s"}}]
            contexts: [{name: real, context: {cluster: real, user: admin}}]
            current-context: real
            """.formatted(apiPort, token));
  }

  private static void writePem(Path file, String type, Key key) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(("-----BEGIN " + type + "-----\n").getBytes(StandardCharsets.US_ASCII));
      out.write(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(key.getEncoded()));
      out.write(("\n-----END " + type + "-----\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
