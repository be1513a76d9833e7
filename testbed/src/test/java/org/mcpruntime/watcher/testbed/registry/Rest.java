package org.mcpruntime.watcher.testbed.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain HTTP, as any client would do it. */
record Rest(URI base) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  record Answer(int status, JsonNode json) {
    String text() {
      return json.toString();
    }

    int errorCode() {
      return json.path("error_code").asInt(0);
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return call("GET", path, null);
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return call("DELETE", path, null);
  }

  Answer postSchema(String path, String schema) throws IOException, InterruptedException {
    return call("POST", path, JSON.createObjectNode().put("schema", schema).toString());
  }

  Answer call(String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body))
        .build();
    HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }
}
