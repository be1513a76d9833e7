package org.mcpruntime.watcher.collector;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KubeApi;

/**
 * The way into one cluster: where it is and who we are there, from a kubeconfig, a context or a Pod's service account.
 * Reads only. May be shared by everything that reads the cluster; close it last.
 */
public final class KubeAccess implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final KubeApi api;

  private KubeAccess(KubernetesClient client) {
    this.client = client;
    this.api = new KubeApi(
        client.getHttpClient(), URI.create(client.getConfiguration().getMasterUrl()), PATIENCE);
  }

  /**
   * Takes over a client configuration. Some of its settings become ours: HTTP/1.1, so that each watch has a connection of
   * its own and a slow one holds up no other; and no retries below us, since when to ask again is our decision.
   */
  public static KubeAccess of(Config config) {
    config.setHttp2Disable(true);
    config.setRequestRetryBackoffLimit(0);
    config.setConnectionTimeout(CONNECT_TIMEOUT_MS);
    config.setUserAgent("cluster-watcher");
    TokenFile.of(config).ifPresent(config::setOauthTokenProvider);
    return new KubeAccess(new KubernetesClientBuilder().withConfig(config).build());
  }

  /**
   * From a kubeconfig file.
   *
   * @param context null: the file's current one
   */
  public static KubeAccess kubeconfig(Path file, @Nullable String context) {
    return of(Config.fromKubeconfig(context, file.toFile()));
  }

  /** What reads. */
  public KubeApi api() {
    return api;
  }

  @Override
  public void close() {
    client.close();
  }
}
