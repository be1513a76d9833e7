package org.mcpruntime.watcher.testbed.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A Kubernetes API server on loopback that serves the objects of a store for reading, answers as
 * the real one does, and misbehaves when told to. Its Date header follows the store's clock;
 * timeouts and intervals follow the machine's.
 */
public final class FakeKubeApi implements AutoCloseable {
  /**
   * How to start a server.
   *
   * @param port 0 for any free one
   * @param clusterName name of cluster and context in the kubeconfig
   * @param bookmarkInterval between the bookmarks of an open watch
   */
  public record Options(int port, String clusterName, Duration bookmarkInterval) {
    /** As the real server: about one bookmark a minute. */
    public static Options onPort(int port) {
      return new Options(port, "demo", Duration.ofMinutes(1));
    }

    public Options withBookmarkInterval(Duration interval) {
      return new Options(port, clusterName, interval);
    }

    public Options withClusterName(String name) {
      return new Options(port, name, bookmarkInterval);
    }
  }

  private final Options options;
  private final HttpServer server;
  private final Credentials credentials = new Credentials();
  private final ApiRouter router;
  private final Faults faults;
  private final RequestLog requests = new RequestLog();
  private final ServedTypes served;
  private final WatchEndpoint watches;
  private final CountDownLatch closed = new CountDownLatch(1);

  private FakeKubeApi(KubeStore store, Options options) throws IOException {
    this.options = options;
    this.served = new ServedTypes(store);
    this.faults = new Faults(this::wakeWatches, this::reachable);
    this.watches = new WatchEndpoint(store, served, faults, options.bookmarkInterval());
    Tables tables = new Tables(store);
    this.router = new ApiRouter(
        credentials,
        new Discovery(served),
        served,
        new ListEndpoint(store, faults, tables),
        watches,
        store,
        faults,
        tables,
        this::pause);
    this.server = new HttpServer(options.port(), store.clock(), (request, response, connection) -> {
      requests.add(new RequestLog.Request(
          request.method(), request.path(), request.rawQuery(), store.clock().instant()));
      router.answer(request, response, connection);
    });
  }

  /**
   * Starts a server with the usual options.
   *
   * @param port 0 for any free one
   * @throws UncheckedIOException when the port is in use
   */
  public static FakeKubeApi start(KubeStore store, int port) {
    return start(store, Options.onPort(port));
  }

  public static FakeKubeApi start(KubeStore store, Options options) {
    try {
      return new FakeKubeApi(store, options);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + options.port(), e);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Text of a kubeconfig whose only context is this server. */
  public String kubeconfig() {
    return kubeconfig("{}");
  }

  /**
   * Text of a kubeconfig whose only context is this server.
   *
   * @param user who asks, as YAML in one line, such as <code>{tokenFile: "…"}</code>
   */
  public String kubeconfig(String user) {
    return Kubeconfig.text(uri(), options.clusterName(), user);
  }

  /**
   * From now on only this bearer token is admitted, others get 401; open watches stay open. Without a call anybody is
   * admitted.
   */
  public void requireToken(String token) {
    credentials.require(token);
  }

  /** Writes the kubeconfig readable by the owner only, over what is there. */
  public void writeKubeconfig(Path file) {
    Kubeconfig.write(kubeconfig(), file);
  }

  public Faults faults() {
    return faults;
  }

  public RequestLog requests() {
    return requests;
  }

  /** Serves a type for which the store has no definition. */
  public void serve(ResourceType type) {
    served.add(type);
  }

  /** Stops serving a type, also a built-in one; its watches end. */
  public void withdraw(ResourceType type) {
    served.withdraw(type);
    watches.wakeAll();
  }

  /**
   * Has every open watch that takes bookmarks write one now, after all changes so far.
   *
   * @return the number of these watches
   */
  public int bookmarkAll() {
    return watches.bookmarkAll();
  }

  public int openWatches() {
    return watches.openWatches();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the server socket", e);
    }
  }

  private void wakeWatches() {
    watches.wakeAll();
  }

  private void reachable(boolean on) {
    try {
      if (on) {
        server.resume();
      } else {
        server.suspend();
        watches.wakeAll();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot switch the server socket", e);
    }
  }

  private void pause(Duration delay) throws IOException {
    try {
      if (closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("server closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("server closed", e);
    }
  }
}
