package org.mcpruntime.watcher.testbed.kube;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer that is a Status object, worded as the real server does. */
final class ApiError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final transient @Nullable ObjectNode details;
  private final int retryAfterSeconds;

  private ApiError(
      int code,
      String reason,
      String message,
      @Nullable ObjectNode details,
      int retryAfterSeconds) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static ApiError of(int code, String reason, String message) {
    return new ApiError(code, reason, message, null, 0);
  }

  static ApiError unknownResource() {
    return new ApiError(
        404,
        "NotFound",
        "the server could not find the requested resource",
        JsonNodeFactory.instance.objectNode(),
        0);
  }

  static ApiError noSuchObject(ResourceType type, String name) {
    ObjectNode details = JsonNodeFactory.instance.objectNode().put("name", name);
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural());
    return new ApiError(
        404, "NotFound", "%s \"%s\" not found".formatted(resource(type), name), details, 0);
  }

  static ApiError methodNotAllowed() {
    return new ApiError(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        JsonNodeFactory.instance.objectNode(),
        0);
  }

  static ApiError badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  static ApiError expired(String message) {
    return of(410, "Expired", message);
  }

  /** The list options contradict each other. */
  static ApiError invalidOptions(String field, String problem) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.put("group", "meta.k8s.io").put("kind", "ListOptions");
    details
        .putArray("causes")
        .addObject()
        .put("reason", "FieldValueForbidden")
        .put("message", "Forbidden: " + problem)
        .put("field", field);
    String message =
        "ListOptions.meta.k8s.io \"\" is invalid: %s: Forbidden: %s".formatted(field, problem);
    return new ApiError(422, "Invalid", message, details, 0);
  }

  static ApiError tooLargeVersion(long asked, long current) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    details.put("retryAfterSeconds", 1);
    return new ApiError(
        504,
        "Timeout",
        "Timeout: Too large resource version: %d, current: %d".formatted(asked, current),
        details,
        1);
  }

  static ApiError forbidden(String verb, ResourceType type, String namespace, String name) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural());
    String subject = resource(type) + (name.isEmpty() ? "" : " \"" + name + "\"");
    String scope =
        namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"";
    String message =
        "%s is forbidden: User \"watcher\" cannot %s resource \"%s\" in API group \"%s\" %s"
            .formatted(subject, verb, type.plural(), type.group(), scope);
    return new ApiError(403, "Forbidden", message, details, 0);
  }

  static ApiError retryLater(int code, String reason, String message, int retryAfterSeconds) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.put("retryAfterSeconds", retryAfterSeconds);
    return new ApiError(code, reason, message, details, retryAfterSeconds);
  }

  static ApiError of(StoreException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return switch (refusal.reason()) {
      case ALREADY_EXISTS -> of(409, "AlreadyExists", message);
      case NOT_FOUND -> of(404, "NotFound", message);
      case CONFLICT -> of(409, "Conflict", message);
      case INVALID -> of(422, "Invalid", message);
      case JOURNAL -> of(500, "InternalError", message);
    };
  }

  int code() {
    return code;
  }

  /** 0 when the client is not told when to come back. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  byte[] json() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    if (details != null) {
      status.set("details", details);
    }
    status.put("code", code);
    return ObjectShape.JSON.writeValueAsBytes(status);
  }

  private static String resource(ResourceType type) {
    return type.group().isEmpty() ? type.plural() : type.definitionName();
  }

  /** The codes that a fault may ask for without its own words. */
  static ApiError standard(int code, int retryAfterSeconds) {
    List<String> words =
        switch (code) {
          case 401 -> List.of("Unauthorized", "Unauthorized");
          case 410 -> List.of("Expired", "The resourceVersion for the provided watch is too old.");
          case 429 -> List.of("TooManyRequests", "Too many requests, please try again later.");
          case 500 -> List.of("InternalError", "Internal error occurred");
          case 503 ->
            List.of("ServiceUnavailable", "the server is currently unable to handle the request");
          default -> List.of("", "the server answers " + code);
        };
    return retryAfterSeconds > 0
        ? retryLater(code, words.get(0), words.get(1), retryAfterSeconds)
        : of(code, words.get(0), words.get(1));
  }
}
