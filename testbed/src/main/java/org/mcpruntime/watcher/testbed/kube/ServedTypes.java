package org.mcpruntime.watcher.testbed.kube;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The types that the server serves now: the built-in ones, those for which the store has a
 * CustomResourceDefinition, those added by hand, without those withdrawn by hand. Thread-safe.
 */
final class ServedTypes {
  /** A type with the other names that people use for it. */
  record Served(ResourceType type, String singular, List<String> shortNames) {}

  private static final Pattern VERSION = Pattern.compile("v(\\d{1,9})(?:(alpha|beta)(\\d{1,9}))?");

  /** As the real server prefers them: stable before beta before alpha, newer before older. */
  private static final Comparator<String> VERSION_ORDER =
      Comparator.comparingLong(ServedTypes::rank).reversed();

  private final KubeStore store;
  private final Set<ResourceType> added = new LinkedHashSet<>();
  private final Set<ResourceType> withdrawn = new LinkedHashSet<>();
  private Map<String, Served> byPath = Map.of();
  private long definitionsSeen = -1;

  ServedTypes(KubeStore store) {
    this.store = store;
  }

  synchronized void add(ResourceType type) {
    withdrawn.remove(type);
    added.add(type);
    definitionsSeen = -1;
  }

  synchronized void withdraw(ResourceType type) {
    added.remove(type);
    withdrawn.add(type);
    definitionsSeen = -1;
  }

  boolean contains(ResourceType type) {
    Served served = current().get(type.path());
    return served != null && served.type().equals(type);
  }

  /** The type whose collection has this path, namespace left out. */
  Optional<ResourceType> at(String path) {
    return Optional.ofNullable(current().get(path)).map(Served::type);
  }

  Collection<Served> all() {
    return current().values();
  }

  private synchronized Map<String, Served> current() {
    long definitions = store.lastChange(ResourceTypes.CUSTOM_RESOURCE_DEFINITION);
    if (definitions != definitionsSeen) {
      Map<String, Served> result = new LinkedHashMap<>();
      ResourceTypes.builtIn().forEach(type -> put(result, served(type)));
      for (ObjectNode definition : store.list(ResourceTypes.CUSTOM_RESOURCE_DEFINITION)) {
        defined(definition).forEach(served -> put(result, served));
      }
      added.forEach(type -> result.putIfAbsent(type.path(), served(type)));
      withdrawn.forEach(type -> result.remove(type.path()));
      byPath = result;
      definitionsSeen = definitions;
    }
    return byPath;
  }

  /** Larger is better; names of another form are the last. */
  private static long rank(String version) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      return -1;
    }
    String stage = matcher.group(2);
    long stability = stage == null ? 2 : stage.equals("beta") ? 1 : 0;
    long minor = stage == null ? 0 : Long.parseLong(matcher.group(3));
    return stability << 60 | Long.parseLong(matcher.group(1)) << 30 | minor;
  }

  private static void put(Map<String, Served> result, Served served) {
    result.put(served.type().path(), served);
  }

  private static Served served(ResourceType type) {
    return new Served(type, type.kind().toLowerCase(Locale.ROOT), ResourceTypes.shortNames(type));
  }

  private static List<Served> defined(ObjectNode definition) {
    JsonNode spec = definition.path("spec");
    JsonNode names = spec.path("names");
    String kind = names.path("kind").asString("");
    String singular = names.path("singular").asString(kind.toLowerCase(Locale.ROOT));
    List<String> shortNames = new ArrayList<>();
    names.path("shortNames").forEach(name -> shortNames.add(name.asString()));
    List<Served> result = new ArrayList<>();
    List<JsonNode> versions = new ArrayList<>();
    spec.path("versions").forEach(versions::add);
    versions.sort(Comparator.comparing(each -> each.path("name").asString(""), VERSION_ORDER));
    for (JsonNode version : versions) {
      if (version.path("served").asBoolean(false)) {
        ResourceType type = new ResourceType(
            spec.path("group").asString(""),
            version.path("name").asString(""),
            kind,
            names.path("plural").asString(""),
            spec.path("scope").asString("").equals("Namespaced"),
            true);
        result.add(new Served(type, singular, shortNames));
      }
    }
    return result;
  }
}
