package org.mcpruntime.watcher.testbed.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.net.Ports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A schema registry on loopback for the embedded mode and tests: Avro only, no references, no authentication. What it
 * answered is on disk, so it survives a kill at any time.
 */
public final class LocalRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRegistry.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int THREADS = 4;

  static {
    // Headers and body leave in two packets; without it the second waits 40 ms for the first to be
    // acknowledged.
    System.setProperty(
        "sun.net.httpserver.nodelay", System.getProperty("sun.net.httpserver.nodelay", "true"));
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final SchemaStore store;

  private LocalRegistry(HttpServer server, ExecutorService threads, SchemaStore store) {
    this.server = server;
    this.threads = threads;
    this.store = store;
  }

  /**
   * Starts a registry and returns when it serves.
   *
   * @param file where it keeps everything; made when absent, locked while open
   * @param port 0 for a free one
   * @throws IOException naming the port if it is in use, or the file if it cannot be used
   */
  public static LocalRegistry start(Path file, int port) throws IOException {
    SchemaStore store = new SchemaStore(file);
    HttpServer server;
    try {
      int ours = port == 0 ? Ports.free() : port;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), ours), 0);
    } catch (BindException e) {
      store.close();
      throw new IOException("Schema registry: port " + port + " on 127.0.0.1 is in use", e);
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
      Thread thread = new Thread(task, "local-registry");
      thread.setDaemon(true);
      return thread;
    });
    RegistryRoutes routes = new RegistryRoutes(store);
    server.createContext("/", exchange -> handle(routes, exchange));
    server.setExecutor(threads);
    server.start();
    return new LocalRegistry(server, threads, store);
  }

  /** Its base address, without a slash at the end. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    try {
      store.close();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("The schema registry's file was not closed");
    }
  }

  private static void handle(RegistryRoutes routes, HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      JsonNode answer;
      try {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answer = routes.answer(new RegistryRoutes.Request(
            exchange.getRequestMethod(),
            path(exchange.getRequestURI()),
            query(exchange.getRequestURI()),
            body));
      } catch (RegistryError e) {
        status = e.status();
        answer = error(e.code(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("The schema registry failed");
        status = 500;
        answer = error(50001, "Error in the backend data store");
      }
      byte[] bytes = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static JsonNode error(int code, @Nullable String message) {
    return JSON.createObjectNode().put("error_code", code).put("message", message);
  }

  private static List<String> path(URI uri) {
    return Arrays.stream(uri.getRawPath().split("/", -1))
        .filter(part -> !part.isEmpty())
        .map(part -> decode(part.replace("+", "%2B")))
        .toList();
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
