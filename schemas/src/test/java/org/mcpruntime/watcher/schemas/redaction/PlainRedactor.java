package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules once more, over a tree and as plainly as they can be said, to compare the scanner with. What a text holds is
 * left to {@link TextMask} and {@link CredentialWords}, which have tests of their own.
 */
final class PlainRedactor {
  private static final JsonNode REDACTED = JsonNodeFactory.instance.stringNode("[redacted]");

  private static final Set<String> LEFT_OUT =
      Set.of("managedFields", "kubectl.kubernetes.io/last-applied-configuration");
  private static final Set<String> GONE = Set.of(
      "kubernetes.io/change-cause", "humanID", "created-by", "platform.mcpruntime.org/user-id");
  private static final Set<String> CREDENTIALS =
      Set.of("apiKey", "API_KEY", "auth", "credentials", "password", "token");
  private static final Set<String> MAPS =
      Set.of("customRequestHeaders", "volumeAttributes", "flexVolume");
  private static final Set<String> DATA = Set.of("data", "binaryData", "stringData");
  private static final Set<String> ENVIRONMENT = Set.of("env", "envVars");
  private static final Set<String> LABELS = Set.of("labels", "selector");
  private static final Set<String> ANNOTATIONS = Set.of("annotations", "ingressAnnotations");
  private static final Set<String> OTHERS =
      Set.of("httpHeaders", "command", "args", "parameters", "image", "openAPIV3Schema");

  private enum In {
    FIELDS,
    CREDENTIAL,
    LABELS,
    ANNOTATIONS,
    SCHEMA
  }

  private final TextMask mask = new TextMask(List.of());
  private final CredentialWords words = new CredentialWords();
  private final String kind;
  private final boolean custom;
  private final ObjectNode sizes = JsonNodeFactory.instance.objectNode();
  private String policy = "";

  private PlainRedactor(ObjectNode object) {
    kind = object.get("kind").stringValue();
    String group = object.get("apiVersion").stringValue();
    custom = group.contains(".") && !group.contains(".k8s.io/");
  }

  static ObjectNode redact(ObjectNode object) {
    PlainRedactor redactor = new PlainRedactor(object);
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = member.getKey();
      if (name.equals("kind") || name.equals("apiVersion")) {
        out.set(name, member.getValue());
      } else if (name.equals("metadata")) {
        out.set(name, redactor.metadata((ObjectNode) member.getValue()));
      } else if (!redactor.kind.equals("Secret")) {
        redactor.member(out, name, member.getValue(), object, In.FIELDS, List.of(name));
      }
    }
    if (redactor.kind.equals("ConfigMap")) {
      redactor.summarise(out, object);
    }
    return out;
  }

  private ObjectNode metadata(ObjectNode metadata) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : metadata.properties()) {
      String name = member.getKey();
      if (Set.of("name", "namespace", "uid", "resourceVersion").contains(name)) {
        out.set(name, member.getValue());
      } else if (!kind.equals("Secret") || !name.equals("annotations")) {
        member(out, name, member.getValue(), metadata, In.FIELDS, List.of("metadata", name));
      }
    }
    return out;
  }

  private void summarise(ObjectNode out, ObjectNode object) {
    if (!sizes.isEmpty()) {
      out.set("dataSizeBytes", sizes);
    }
    if (sizes.has("policy.json")
        && object.at("/metadata/name").stringValue().endsWith("-gateway-policy")) {
      out.set("policySummary", Fixture.JSON.readTree(PolicySummary.of(policy.getBytes(UTF_8))));
    }
  }

  private void member(
      ObjectNode out, String name, JsonNode value, ObjectNode owner, In in, List<String> path) {
    boolean text = value.isString();
    if (in == In.SCHEMA
        && value.isObject()
        && !LEFT_OUT.contains(name)
        && !name.equals("default")
        && !name.equals("example")) {
      out.set(name, object((ObjectNode) value, In.SCHEMA, path));
      return;
    }
    if (in == In.ANNOTATIONS && !hasRule(name, text, true)) {
      out.set(name, annotation(name, value));
      return;
    }
    if (in == In.CREDENTIAL && name.equals("value")) {
      out.set(name, gone(value));
      return;
    }
    boolean free = in == In.LABELS || in == In.ANNOTATIONS;
    boolean credential = CREDENTIALS.contains(name)
        || ((in == In.FIELDS || in == In.CREDENTIAL) && announced(name, value));
    if (LEFT_OUT.contains(name)) {
      return;
    }
    if (free && !hasRule(name, text, in == In.ANNOTATIONS)) {
      out.set(name, value(value, In.FIELDS, path));
    } else if (GONE.contains(name)) {
      out.set(name, gone(value));
    } else if (credential) {
      out.set(name, credential(value, path));
    } else if (MAPS.contains(name) || (name.equals("parameters") && path.size() == 1)) {
      out.set(name, values(value));
    } else if (DATA.contains(name)) {
      if (kind.equals("ConfigMap") && path.size() == 1) {
        out.set(name, configMap(value));
      }
    } else if (ENVIRONMENT.contains(name)) {
      out.set(name, named(value, true));
    } else if (name.equals("httpHeaders")) {
      out.set(name, named(value, false));
    } else if (name.equals("command") || name.equals("args")) {
      out.set(name, words(value, owner));
    } else if (LABELS.contains(name)) {
      out.set(name, value(value, In.LABELS, path));
    } else if (ANNOTATIONS.contains(name)) {
      out.set(
          name, value.isObject() ? object((ObjectNode) value, In.ANNOTATIONS, path) : gone(value));
    } else if (name.equals("image") && text) {
      out.set(name, masked(value.stringValue(), false));
    } else if (name.equals("openAPIV3Schema")
        && kind.equals("CustomResourceDefinition")
        && path.size() == 5) {
      out.set(name, value(value, In.SCHEMA, path));
    } else {
      out.set(name, value(value, In.FIELDS, path));
    }
  }

  /** Whether the name means something in a map whose names people chose. */
  private static boolean hasRule(String name, boolean text, boolean annotations) {
    boolean always = LEFT_OUT.contains(name) || GONE.contains(name);
    boolean credential = CREDENTIALS.contains(name) && (!text || annotations);
    boolean field = !text
        && (MAPS.contains(name)
            || DATA.contains(name)
            || ENVIRONMENT.contains(name)
            || LABELS.contains(name)
            || ANNOTATIONS.contains(name)
            || OTHERS.contains(name));
    return always || credential || field;
  }

  private boolean announced(String name, JsonNode value) {
    byte[] utf8 = name.getBytes(UTF_8);
    boolean ruled = hasRule(name, false, false);
    return custom
        && !ruled
        && (value.isString() || value.isArray())
        && words.namesCredential(utf8, 0, utf8.length);
  }

  private JsonNode value(JsonNode value, In in, List<String> path) {
    if (value.isObject()) {
      return object((ObjectNode) value, in, path);
    }
    if (value.isArray()) {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      value.forEach(each -> out.add(value(each, in, below(path, "0"))));
      return out;
    }
    return value.isString() ? masked(value.stringValue(), true) : value;
  }

  private ObjectNode object(ObjectNode object, In in, List<String> path) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    object
        .properties()
        .forEach(each ->
            member(out, each.getKey(), each.getValue(), object, in, below(path, each.getKey())));
    return out;
  }

  private JsonNode annotation(String name, JsonNode value) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    if (!value.isString() || CREDENTIALS.contains(last) || name.endsWith("-snippet")) {
      return gone(value);
    }
    String text = value.stringValue();
    String start = text.stripLeading();
    boolean copy = start.startsWith("{")
        || start.startsWith("[")
        || start.startsWith("H4sI")
        || start.contains("apiVersion");
    return copy ? gone(value) : masked(text, true);
  }

  private JsonNode credential(JsonNode value, List<String> path) {
    if (value.isObject()) {
      return object((ObjectNode) value, In.CREDENTIAL, path);
    }
    return value.isBoolean() ? value : gone(value);
  }

  private JsonNode values(JsonNode value) {
    if (!value.isObject()) {
      return gone(value);
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    value.properties().forEach(each -> out.set(each.getKey(), gone(each.getValue())));
    return out;
  }

  private JsonNode configMap(JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(each -> {
        if (each.getValue().isString() && each.getKey().equals("policy.json")) {
          policy = each.getValue().stringValue();
        }
        if (each.getValue().isString()) {
          sizes.put(each.getKey(), each.getValue().stringValue().getBytes(UTF_8).length);
        }
      });
    }
    return values(value);
  }

  private JsonNode named(JsonNode value, boolean allowList) {
    if (!value.isArray()) {
      return gone(value);
    }
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    for (JsonNode entry : value) {
      out.add(entry.isObject() ? entry((ObjectNode) entry, allowList) : gone(entry));
    }
    return out;
  }

  private JsonNode entry(ObjectNode entry, boolean allowList) {
    boolean allowed = allowList
        && entry.path("name").asString("").equals("MCP_CLUSTER_NAME")
        && entry.path("name").isString();
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : entry.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      if (name.equals("name") && value.isString()) {
        out.set(name, masked(value.stringValue(), true));
      } else if (name.equals("value") && value.isString() && allowed) {
        out.set(name, clean(value));
      } else if (name.equals("valueFrom") && value.isObject()) {
        ObjectNode from = out.putObject(name);
        value.properties().forEach(each -> from.set(each.getKey(), reference(each)));
      } else {
        out.set(name, reference(member));
      }
    }
    return out;
  }

  private JsonNode reference(Map.Entry<String, JsonNode> member) {
    if (!Set.of("secretKeyRef", "configMapKeyRef").contains(member.getKey())
        || !member.getValue().isObject()) {
      return gone(member.getValue());
    }
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : member.getValue().properties()) {
      boolean known = Set.of("name", "key", "optional").contains(field.getKey());
      JsonNode value = field.getValue();
      if (known && value.isString()) {
        out.set(field.getKey(), masked(value.stringValue(), true));
      } else {
        out.set(field.getKey(), known && value.isBoolean() ? value : gone(value));
      }
    }
    return out;
  }

  private JsonNode words(JsonNode value, ObjectNode owner) {
    if (!value.isArray()) {
      return gone(value);
    }
    boolean controller = isTraefik(owner.path("name")) || isTraefik(owner.path("image"));
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    for (JsonNode word : value) {
      String text = word.isString() ? word.stringValue() : "";
      boolean kept =
          controller && (text.startsWith("--providers.") || text.startsWith("--entrypoints."));
      out.add(kept ? clean(word) : gone(word));
    }
    return out;
  }

  private static boolean isTraefik(JsonNode value) {
    return value.isString() && value.stringValue().toLowerCase(Locale.ROOT).contains("traefik");
  }

  private JsonNode clean(JsonNode text) {
    return masked(text.stringValue(), true).equals(text) ? text : REDACTED;
  }

  private JsonNode masked(String text, boolean pairs) {
    byte[] utf8 = text.getBytes(UTF_8);
    byte[] masked = mask.mask(utf8, 0, utf8.length, false, pairs);
    return masked.length == 0
        ? JsonNodeFactory.instance.stringNode(text)
        : Fixture.JSON.readTree(masked);
  }

  private static JsonNode gone(JsonNode value) {
    return value.isNull() ? value : REDACTED;
  }

  private static List<String> below(List<String> path, String step) {
    return java.util.stream.Stream.concat(path.stream(), java.util.stream.Stream.of(step))
        .toList();
  }
}
