package org.mcpruntime.watcher.testbed.kube;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds who answers a request, and applies the faults that come before any answer. */
final class ApiRouter {
  private static final String FLOW_SCHEMA = "6f1f3e0a-42a9-4d8e-9c3e-0a6a4e5a7b01";
  private static final String PRIORITY_LEVEL = "b7c0a5f2-1d0e-4e6b-8a5d-3f2e1c9d8e02";

  /** Waits before an answer. */
  interface Pause {
    void of(Duration delay) throws IOException;
  }

  private final Credentials credentials;
  private final Discovery discovery;
  private final ServedTypes served;
  private final ListEndpoint lists;
  private final WatchEndpoint watches;
  private final KubeStore store;
  private final Faults faults;
  private final Pause pause;
  private final Tables tables;

  ApiRouter(
      Credentials credentials,
      Discovery discovery,
      ServedTypes served,
      ListEndpoint lists,
      WatchEndpoint watches,
      KubeStore store,
      Faults faults,
      Tables tables,
      Pause pause) {
    this.credentials = credentials;
    this.discovery = discovery;
    this.served = served;
    this.lists = lists;
    this.watches = watches;
    this.store = store;
    this.faults = faults;
    this.tables = tables;
    this.pause = pause;
  }

  void answer(HttpRequest request, HttpResponse response, HttpServer.Connection connection)
      throws IOException {
    try {
      if (!credentials.admits(request)) {
        throw ApiError.standard(401, 0);
      }
      if (!request.method().equals("GET")) {
        throw ApiError.methodNotAllowed();
      }
      String path = trimmed(request.path());
      switch (path) {
        case "/readyz", "/livez", "/healthz" ->
          response.header("Content-Type", "text/plain; charset=utf-8").text("ok");
        case "/version" -> write(version(), response);
        case "/api", "/apis" -> answerDiscovery(path, request, response);
        default -> {
          Optional<ReadCall> call = call(path, request);
          if (call.isPresent()) {
            answerRead(call.get(), response, connection);
          } else {
            answerDocument(path, response);
          }
        }
      }
    } catch (ApiError e) {
      response.status(e.code());
      if (e.code() == 429) {
        // As the real server's priority and fairness names who refused.
        response.header("X-Kubernetes-PF-FlowSchema-UID", FLOW_SCHEMA);
        response.header("X-Kubernetes-PF-PriorityLevel-UID", PRIORITY_LEVEL);
      }
      if (e.retryAfterSeconds() > 0) {
        response.header("Retry-After", Integer.toString(e.retryAfterSeconds()));
      }
      response.write(e.json());
    }
  }

  private void answerDiscovery(String path, HttpRequest request, HttpResponse response)
      throws IOException {
    if (request.header("accept").contains("g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")) {
      response.header("Content-Type", Discovery.AGGREGATED);
      write(discovery.aggregated(path.equals("/api")), response);
    } else {
      write(discovery.at(path).orElseThrow(), response);
    }
  }

  /** Documents about a group; unknown groups are answered in plain text, as the real server does. */
  private void answerDocument(String path, HttpResponse response) throws ApiError, IOException {
    Optional<? extends JsonNode> document = discovery.at(path);
    if (document.isPresent()) {
      write(document.get(), response);
      return;
    }
    List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
    boolean core = path.startsWith("/api/v1/");
    boolean group = parts.size() > 3
        && parts.get(0).equals("apis")
        && discovery.at("/apis/" + parts.get(1) + "/" + parts.get(2)).isPresent();
    if (core || group) {
      throw ApiError.unknownResource();
    }
    response
        .status(404)
        .header("Content-Type", "text/plain; charset=utf-8")
        .text("404 page not found\n");
  }

  private void answerRead(ReadCall call, HttpResponse response, HttpServer.Connection connection)
      throws ApiError, IOException {
    applyFaults(call, response);
    switch (call.call()) {
      case LIST -> lists.answer(call, response);
      case WATCH -> watches.answer(call, response, connection);
      case GET -> {
        StoredObject object = store.stored(call.type(), call.namespace(), call.name());
        if (object == null) {
          throw ApiError.noSuchObject(call.type(), call.name());
        }
        if (Tables.isAsked(call.request())) {
          ObjectNode metadata = JsonNodeFactory.instance.objectNode();
          write(tables.table(call.type(), metadata, List.of(object)), response);
        } else {
          response.write(object.json(call.type()));
          response.write('\n');
        }
      }
    }
  }

  private void applyFaults(ReadCall call, HttpResponse response) throws ApiError, IOException {
    if (faults.isEmpty()) {
      return;
    }
    Faults.Entry late = take(Fault.Late.class, call);
    if (late != null && late.fault() instanceof Fault.Late delay) {
      pause.of(delay.delay());
    }
    Faults.Entry refusal = take(Fault.Refusal.class, call);
    if (refusal != null && refusal.fault() instanceof Fault.Refusal error) {
      throw switch (error.code()) {
        case 403 ->
          ApiError.forbidden(
              call.call().name().toLowerCase(Locale.ROOT),
              call.type(),
              call.namespace(),
              call.name());
        case 404 -> ApiError.unknownResource();
        default -> ApiError.standard(error.code(), (int) error.retryAfter().toSeconds());
      };
    }
    Faults.Entry slow = take(Fault.Slow.class, call);
    if (slow != null && slow.fault() instanceof Fault.Slow pace) {
      response.pace(pace.bytesPerSecond());
    }
  }

  private Faults.@Nullable Entry take(Class<? extends Fault> kind, ReadCall call) {
    return faults.take(kind::isInstance, call.type(), call.call(), null);
  }

  /** Takes a path like {@code /apis/GROUP/VERSION[/namespaces/NS]/PLURAL[/NAME]} apart. */
  private Optional<ReadCall> call(String path, HttpRequest request) {
    List<String> parts = Arrays.asList(path.substring(1).split("/", -1));
    int rest = parts.get(0).equals("api") ? 2 : 3;
    if (parts.size() <= rest) {
      return Optional.empty();
    }
    String group = "/" + String.join("/", parts.subList(0, rest)) + "/";
    boolean inNamespace = parts.get(rest).equals("namespaces") && parts.size() > rest + 2;
    String namespace = inNamespace ? parts.get(rest + 1) : "";
    List<String> tail = parts.subList(inNamespace ? rest + 2 : rest, parts.size());
    String name = tail.size() > 1 ? tail.get(1) : "";
    boolean known = tail.size() < 3 || (tail.size() == 3 && tail.get(2).equals("status"));
    return served
        .at(group + tail.get(0))
        .filter(type -> known)
        .filter(type -> type.namespaced() ? name.isEmpty() || inNamespace : !inNamespace)
        .map(type -> new ReadCall(request, type, namespace, name));
  }

  private static String trimmed(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static void write(JsonNode document, HttpResponse response) throws IOException {
    response.write(ObjectShape.JSON.writeValueAsBytes(document));
    response.write('\n');
  }

  private static JsonNode version() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", "v1.36.3+testbed")
        .put("gitCommit", "")
        .put("gitTreeState", "")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "")
        .put("platform", "linux/amd64");
  }
}
