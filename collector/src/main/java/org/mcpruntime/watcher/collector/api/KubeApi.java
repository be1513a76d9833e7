package org.mcpruntime.watcher.collector.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.ApiFailure.Unreachable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GET against one API server. Sends nothing else: there is no method for it. Thread-safe. */
public final class KubeApi {
  private static final String JSON = "application/json";
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final HttpClient http;
  private final URI master;
  private final Duration patience;
  private final ServerTime serverTime = new ServerTime();

  /**
   * @param http authenticates and does not retry
   * @param patience how long an answer's first byte, and each further chunk of a body read at once, may take
   */
  public KubeApi(HttpClient http, URI master, Duration patience) {
    this.http = http;
    this.master = master;
    this.patience = patience;
  }

  /** Where the server is. */
  public URI master() {
    return master;
  }

  /** The server's clock. */
  public ServerTime serverTime() {
    return serverTime;
  }

  /** Begins to read; the caller closes the body. */
  public ApiResult<ResponseBody> open(String pathAndQuery) throws InterruptedException {
    return open(pathAndQuery, JSON);
  }

  /** Reads a whole answer into memory: pages of lists, single objects. */
  public ApiResult<byte[]> get(String pathAndQuery) throws InterruptedException {
    return get(pathAndQuery, JSON);
  }

  /** Reads a small answer as a tree; never objects that are published. */
  ApiResult<JsonNode> getTree(String pathAndQuery, String accept) throws InterruptedException {
    ApiResult<byte[]> answer = get(pathAndQuery, accept);
    if (answer instanceof ApiResult.Answer<byte[]> bytes) {
      try {
        return ApiResult.answer(MAPPER.readTree(bytes.value()));
      } catch (JacksonException e) {
        return ApiResult.failed(new ApiFailure.Malformed());
      }
    }
    return ApiResult.failed(((ApiResult.Failed<byte[]>) answer).failure());
  }

  /** The uid that names this cluster for ever: that of its namespace kube-system. */
  public ApiResult<String> clusterUid() throws InterruptedException {
    ApiResult<JsonNode> answer = getTree("/api/v1/namespaces/kube-system", JSON);
    if (answer instanceof ApiResult.Answer<JsonNode> namespace) {
      String uid = namespace.value().path("metadata").path("uid").asString("");
      return uid.isEmpty() ? ApiResult.failed(new ApiFailure.Malformed()) : ApiResult.answer(uid);
    }
    return ApiResult.failed(((ApiResult.Failed<JsonNode>) answer).failure());
  }

  private ApiResult<byte[]> get(String pathAndQuery, String accept) throws InterruptedException {
    ApiResult<ResponseBody> answer = open(pathAndQuery, accept);
    if (answer instanceof ApiResult.Answer<ResponseBody> opened) {
      try (ResponseBody body = opened.value()) {
        return ApiResult.answer(body.readAll(patience));
      } catch (IOException e) {
        return ApiResult.failed(new Unreachable());
      }
    }
    return ApiResult.failed(((ApiResult.Failed<ResponseBody>) answer).failure());
  }

  private ApiResult<ResponseBody> open(String pathAndQuery, String accept)
      throws InterruptedException {
    HttpRequest request = http.newHttpRequestBuilder()
        .uri(master.resolve(pathAndQuery))
        .setHeader("Accept", accept)
        .forStreaming()
        .build();
    ResponseBody body = new ResponseBody();
    CompletableFuture<? extends HttpResponse<AsyncBody>> pending =
        http.consumeBytes(request, (chunk, async) -> body.arrived(chunk));
    try {
      HttpResponse<AsyncBody> response = pending.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      String date = response.header("Date");
      if (date != null) {
        serverTime.observe(date);
      }
      if (response.isSuccessful()) {
        body.opened(response.body());
        return ApiResult.answer(body);
      }
      response.body().cancel();
      return ApiResult.failed(
          ApiFailure.ofCode(response.code(), retryAfter(response.header("Retry-After"))));
    } catch (ExecutionException e) {
      return ApiResult.failed(new Unreachable());
    } catch (TimeoutException | InterruptedException e) {
      // An answer that still comes is let go, so that its connection is not kept for nobody.
      CompletableFuture<?> unused = pending.whenComplete((late, failure) -> {
        if (late != null) {
          late.body().cancel();
        }
      });
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      return ApiResult.failed(new Unreachable());
    }
  }

  /** Seconds; the other form, a date, is not used by API servers and counts as nothing said. */
  private static Duration retryAfter(@Nullable String header) {
    try {
      return header == null
          ? Duration.ZERO
          : Duration.ofSeconds(Math.max(0, Long.parseLong(header.strip())));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }
}
