package org.mcpruntime.watcher.cli.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Answers {@code /metrics}, {@code /livez} and {@code /readyz}. Reads only. Two threads of its own.
 */
public final class StatusServer implements AutoCloseable {

  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Vitals vitals;
  private final Clock clock;

  private StatusServer(HttpServer server, Vitals vitals, Clock clock) {
    this.server = server;
    this.vitals = vitals;
    this.clock = clock;
    this.threads = Executors.newFixedThreadPool(THREADS, work -> {
      Thread thread = new Thread(work, "status");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Begins to answer. */
  public static StatusServer start(InetSocketAddress address, Vitals vitals, Clock clock)
      throws IOException {
    StatusServer status = new StatusServer(HttpServer.create(address, 0), vitals, clock);
    status.server.setExecutor(status.threads);
    status.server.createContext("/metrics", status::metrics);
    status.server.createContext("/livez", status.probe(vitals::alive));
    status.server.createContext("/readyz", status.probe(vitals::ready));
    status.server.start();
    return status;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private void metrics(HttpExchange exchange) throws IOException {
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    writer.write(body, vitals.metrics(clock.instant()));
    answer(exchange, 200, writer.getContentType(), body.toByteArray());
  }

  private HttpHandler probe(Function<Instant, Answer> question) {
    return exchange -> {
      Answer answer = question.apply(clock.instant());
      StringBuilder text = new StringBuilder(answer.fine() ? "ok\n" : "not ok\n");
      answer.lines().forEach(line -> text.append(line).append('\n'));
      answer(
          exchange,
          answer.fine() ? 200 : 503,
          "text/plain; charset=utf-8",
          text.toString().getBytes(StandardCharsets.UTF_8));
    };
  }

  private static void answer(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
