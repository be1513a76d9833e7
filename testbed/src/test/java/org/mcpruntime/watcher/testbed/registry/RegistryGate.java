package org.mcpruntime.watcher.testbed.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A gate in front of a registry: asks for credentials, speaks TLS, fails or counts, as a test wishes. */
public final class RegistryGate implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final HttpServer server;
  private final String scheme;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  private RegistryGate(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  /**
   * Opens a gate.
   *
   * @param authorization the one header value that is let in; null lets all in
   * @param tls speaks https when given
   */
  public static RegistryGate open(
      URI registry, @Nullable String authorization, @Nullable SSLContext tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server;
    if (tls == null) {
      server = HttpServer.create(address, 0);
    } else {
      HttpsServer https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = https;
    }
    RegistryGate gate = new RegistryGate(server, tls == null ? "http" : "https");
    server.createContext("/", exchange -> gate.handle(registry, authorization, exchange));
    server.start();
    return gate;
  }

  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests came, refused ones too. */
  public int requests() {
    return requests.get();
  }

  /** Answers the next requests with 503. */
  public void failNext(int count) {
    failures.set(count);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(URI registry, @Nullable String authorization, HttpExchange exchange)
      throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (authorization != null
          && !Objects.equals(
              exchange.getRequestHeaders().getFirst("Authorization"), authorization)) {
        exchange.sendResponseHeaders(401, -1);
      } else if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(503, -1);
      } else {
        HttpRequest request = HttpRequest.newBuilder(
                URI.create(registry + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
        HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        exchange.sendResponseHeaders(response.statusCode(), response.body().length);
        exchange.getResponseBody().write(response.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
