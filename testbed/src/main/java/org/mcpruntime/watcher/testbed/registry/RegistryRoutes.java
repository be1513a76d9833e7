package org.mcpruntime.watcher.testbed.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What each path of the REST API does: requests in, JSON out. Knows no HTTP server. */
final class RegistryRoutes {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SchemaStore store;

  /**
   * A request.
   *
   * @param path decoded parts of the path
   * @param query decoded parameters
   */
  record Request(String method, List<String> path, Map<String, String> query, String body) {
    boolean flag(String name) {
      return "true".equals(query.get(name));
    }

    JsonNode json() throws RegistryError {
      try {
        return JSON.readTree(body);
      } catch (JacksonException e) {
        throw new RegistryError(400, 400, "Request body is not JSON");
      }
    }
  }

  RegistryRoutes(SchemaStore store) {
    this.store = store;
  }

  JsonNode answer(Request request) throws RegistryError {
    List<String> path = request.path();
    if (path.isEmpty()) {
      return JSON.createObjectNode();
    }
    return switch (path.get(0)) {
      case "subjects" -> subjects(request, path);
      case "schemas" -> schemas(request, path);
      case "config" -> config(request, path);
      case "mode" -> mode(request, path);
      case "compatibility" -> compatibility(request, path);
      default -> throw RegistryError.noSuchPath();
    };
  }

  private JsonNode subjects(Request request, List<String> path) throws RegistryError {
    boolean withHidden = request.flag("deleted");
    String route = request.method() + " " + path.size();
    if (route.equals("GET 1")) {
      String prefix = request.query().getOrDefault("subjectPrefix", "");
      return array(store.subjects(withHidden).stream()
          .filter(each -> each.startsWith(prefix))
          .toList());
    }
    if (path.size() < 2 || (path.size() > 2 && !path.get(2).equals("versions"))) {
      throw RegistryError.noSuchPath();
    }
    String subject = path.get(1);
    boolean permanent = request.flag("permanent");
    return switch (route) {
      case "POST 2" -> full(store.lookUp(subject, schemaIn(request), withHidden));
      case "DELETE 2" -> {
        List<SchemaStore.Version> versions = store.versions(subject, permanent);
        store.delete(subject, versions, permanent);
        yield numbers(versions);
      }
      case "GET 3" -> numbers(store.versions(subject, withHidden));
      case "POST 3" -> full(store.register(subject, schemaIn(request)));
      case "GET 4" -> full(store.version(subject, path.get(3), withHidden));
      case "DELETE 4" -> {
        SchemaStore.Version version = store.version(subject, path.get(3), permanent);
        store.delete(subject, List.of(version), permanent);
        yield JSON.getNodeFactory().numberNode(version.version());
      }
      case "GET 5" -> {
        require(path.get(4).equals("schema"));
        yield JSON.readTree(store.version(subject, path.get(3), withHidden).schema());
      }
      default -> throw methodNotAllowed();
    };
  }

  private JsonNode schemas(Request request, List<String> path) throws RegistryError {
    requireGet(request);
    if (path.equals(List.of("schemas", "types"))) {
      return array(List.of("AVRO"));
    }
    require(path.size() >= 3 && path.size() <= 4 && path.get(1).equals("ids"));
    int id = id(path.get(2));
    if (path.size() == 3) {
      return JSON.createObjectNode().put("schema", store.schema(id).toString());
    }
    return switch (path.get(3)) {
      case "schema" -> JSON.readTree(store.schema(id).toString());
      case "subjects" ->
        array(
            store.uses(id).stream().map(SchemaStore.Version::subject).distinct().toList());
      case "versions" -> {
        ArrayNode uses = JSON.createArrayNode();
        store.uses(id).forEach(each -> uses.addObject()
            .put("subject", each.subject())
            .put("version", each.version()));
        yield uses;
      }
      default -> throw RegistryError.noSuchPath();
    };
  }

  private JsonNode config(Request request, List<String> path) throws RegistryError {
    require(path.size() <= 2);
    @Nullable String subject = path.size() == 2 ? path.get(1) : null;
    Optional<Compatibility> own =
        subject == null ? Optional.of(store.globalLevel()) : store.ownLevel(subject);
    switch (request.method()) {
      case "GET" -> {
        if (own.isEmpty() && request.flag("defaultToGlobal")) {
          own = Optional.of(store.globalLevel());
        }
        return level(
            "compatibilityLevel", own.orElseThrow(() -> levelNotSet(String.valueOf(subject))));
      }
      case "PUT" -> {
        Compatibility level =
            Compatibility.named(request.json().path("compatibility").asString(""));
        store.setLevel(subject, level);
        return level("compatibility", level);
      }
      case "DELETE" -> {
        Compatibility before =
            own.orElseThrow(() -> RegistryError.subjectNotFound(String.valueOf(subject)));
        store.setLevel(subject, null);
        return level("compatibilityLevel", before);
      }
      default -> throw methodNotAllowed();
    }
  }

  /** There is one mode only: everything may be read and written. */
  private static JsonNode mode(Request request, List<String> path) throws RegistryError {
    require(path.size() <= 2);
    if (request.method().equals("PUT")
        && !request.json().path("mode").asString("").equals("READWRITE")) {
      throw new RegistryError(422, 42204, "Invalid mode. The only valid value is READWRITE");
    }
    if (request.method().equals("GET") && path.size() == 2 && !request.flag("defaultToGlobal")) {
      throw new RegistryError(
          404, 40409, "Subject '" + path.get(1) + "' does not have subject-level mode configured");
    }
    return JSON.createObjectNode().put("mode", "READWRITE");
  }

  private JsonNode compatibility(Request request, List<String> path) throws RegistryError {
    require(path.size() >= 4
        && path.size() <= 5
        && path.get(1).equals("subjects")
        && path.get(3).equals("versions"));
    if (!request.method().equals("POST")) {
      throw methodNotAllowed();
    }
    List<String> problems =
        store.problems(path.get(2), path.size() == 5 ? path.get(4) : null, schemaIn(request));
    ObjectNode answer = JSON.createObjectNode().put("is_compatible", problems.isEmpty());
    if (request.flag("verbose")) {
      answer.set("messages", array(problems));
    }
    return answer;
  }

  private static String schemaIn(Request request) throws RegistryError {
    JsonNode body = request.json();
    String type = body.path("schemaType").asString("AVRO");
    if (!type.equals("AVRO") || !body.path("references").isEmpty()) {
      throw RegistryError.invalidSchema("this registry holds Avro schemas without references");
    }
    return body.path("schema").asString("");
  }

  private static ObjectNode full(SchemaStore.Version version) {
    return JSON.createObjectNode()
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.schema());
  }

  private static ObjectNode level(String key, Compatibility level) {
    return JSON.createObjectNode().put(key, level.name());
  }

  private static ArrayNode array(List<String> texts) {
    ArrayNode array = JSON.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static ArrayNode numbers(List<SchemaStore.Version> versions) {
    ArrayNode array = JSON.createArrayNode();
    versions.forEach(version -> array.add(version.version()));
    return array;
  }

  private static int id(String text) throws RegistryError {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw RegistryError.noSuchPath();
    }
  }

  private static void requireGet(Request request) throws RegistryError {
    if (!request.method().equals("GET")) {
      throw methodNotAllowed();
    }
  }

  private static void require(boolean known) throws RegistryError {
    if (!known) {
      throw RegistryError.noSuchPath();
    }
  }

  private static RegistryError levelNotSet(String subject) {
    return new RegistryError(
        404,
        40408,
        "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  private static RegistryError methodNotAllowed() {
    return new RegistryError(405, 405, "HTTP 405 Method Not Allowed");
  }
}
