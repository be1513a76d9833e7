package org.mcpruntime.watcher.testbed.kube;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Where the next page of a list begins.
 *
 * @param resourceVersion position of the whole list
 * @param after key of the last object that was sent
 */
record ContinueToken(long resourceVersion, String after) {
  /** The real server writes the first possible key after the last one sent. */
  private static final String END = "\0";

  String encode() {
    byte[] json = ObjectShape.JSON.writeValueAsBytes(JsonNodeFactory.instance
        .objectNode()
        .put("v", "meta.k8s.io/v1")
        .put("rv", resourceVersion)
        .put("start", "/" + after + END));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  static ContinueToken decode(String token) throws ApiError {
    try {
      byte[] json = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.US_ASCII));
      JsonNode node = ObjectShape.JSON.readTree(json);
      String start = node.path("start").asString("");
      if (start.startsWith("/") && start.endsWith(END)) {
        return new ContinueToken(
            node.path("rv").asLong(0), start.substring(1, start.length() - END.length()));
      }
    } catch (IllegalArgumentException | JacksonException e) {
      // Answered below like any other token that we did not write.
    }
    throw ApiError.badRequest("invalid continue token: continue key is not valid");
  }
}
