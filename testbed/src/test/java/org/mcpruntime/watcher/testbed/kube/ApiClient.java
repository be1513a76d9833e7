package org.mcpruntime.watcher.testbed.kube;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a fake API server over real HTTP. */
final class ApiClient {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(2))
      .build();
  private final URI base;

  ApiClient(URI base) {
    this.base = base;
  }

  HttpResponse<String> get(String path, String... headers) {
    try {
      return http.send(request(path, headers), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode json(String path, String... headers) {
    return JSON.readTree(get(path, headers).body());
  }

  HttpResponse<String> send(String method, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
        .method(method, HttpRequest.BodyPublishers.ofString("{}"))
        .build();
    return http.send(request, BodyHandlers.ofString());
  }

  Stream watch(String path) throws Exception {
    return new Stream(http.send(request(path), BodyHandlers.ofInputStream()));
  }

  private HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  /** The lines of an open watch, read by a thread of its own. */
  static final class Stream implements AutoCloseable {
    private static final String END = "end of stream";

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile @Nullable IOException broken;

    private Stream(HttpResponse<InputStream> response) {
      this.response = response;
      Thread reader = new Thread(this::read, "watch-reader");
      reader.setDaemon(true);
      reader.start();
    }

    int status() {
      return response.statusCode();
    }

    /** The next line; fails when it does not come. */
    String line() throws InterruptedException {
      String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("no line: " + (line == null ? "timeout" : END));
      }
      return line;
    }

    JsonNode event() throws InterruptedException {
      return JSON.readTree(line());
    }

    /** Type, name and resourceVersion of the next event. */
    String brief() throws InterruptedException {
      JsonNode event = event();
      JsonNode metadata = event.at("/object/metadata");
      return "%s %s %s"
          .formatted(
              event.get("type").asString(),
              metadata.path("name").asString("-"),
              metadata.path("resourceVersion").asString("-"));
    }

    List<String> briefs(int count) throws InterruptedException {
      List<String> result = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        result.add(brief());
      }
      return result;
    }

    /** Waits for the end and returns the lines before it. */
    List<String> rest() throws InterruptedException {
      List<String> result = new ArrayList<>();
      for (String line = poll(); !line.equals(END); line = poll()) {
        result.add(line);
      }
      return result;
    }

    /** Whether the connection broke off instead of ending; only after {@link #rest}. */
    boolean isBroken() {
      return broken != null;
    }

    private String poll() throws InterruptedException {
      String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new AssertionError("the stream does not end");
      }
      return line;
    }

    private void read() {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          lines.add(line);
        }
      } catch (IOException e) {
        broken = e;
      }
      lines.add(END);
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }
}
