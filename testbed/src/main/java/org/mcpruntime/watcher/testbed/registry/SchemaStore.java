package org.mcpruntime.watcher.testbed.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Subjects, their versions, ids and compatibility, kept in a {@link Journal}. The same schema has the same id under all
 * subjects; an id is never used again. A deleted version is hidden at first and forgotten when deleted once more with
 * {@code permanent}. Every method is safe for use by many threads.
 */
final class SchemaStore implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<Integer, Schema> schemas = new TreeMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, List<Version>> subjects = new TreeMap<>();
  private final Map<String, Compatibility> levels = new HashMap<>();
  private final Journal journal;
  private Compatibility globalLevel = Compatibility.BACKWARD;
  private int lastId;

  /** One version of a subject; {@code hidden} after its first deletion. */
  record Version(String subject, int version, int id, String schema, boolean hidden) {}

  SchemaStore(Path file) throws IOException {
    this.journal = Journal.open(file, this::apply);
  }

  synchronized List<String> subjects(boolean withHidden) {
    return subjects.keySet().stream()
        .filter(each -> !versionsOrNone(each, withHidden).isEmpty())
        .toList();
  }

  synchronized List<Version> versions(String subject, boolean withHidden) throws RegistryError {
    List<Version> versions = versionsOrNone(subject, withHidden);
    if (versions.isEmpty()) {
      throw RegistryError.subjectNotFound(subject);
    }
    return versions;
  }

  /** A version by number; {@code latest} and -1 mean the newest. */
  synchronized Version version(String subject, String version, boolean withHidden)
      throws RegistryError {
    List<Version> versions = versions(subject, withHidden);
    if (version.equals("latest") || version.equals("-1")) {
      return versions.get(versions.size() - 1);
    }
    int number = number(version);
    return versions.stream()
        .filter(each -> each.version() == number)
        .findFirst()
        .orElseThrow(() -> RegistryError.versionNotFound(version));
  }

  /** The version of a subject that has this very schema. */
  synchronized Version lookUp(String subject, String text, boolean withHidden)
      throws RegistryError {
    List<Version> versions = versions(subject, withHidden);
    return find(versions, parse(text)).orElseThrow(RegistryError::schemaNotFound);
  }

  /** Adds a version, or gives the one that has this schema already. */
  synchronized Version register(String subject, String text) throws RegistryError {
    Schema schema = parse(text);
    Optional<Version> known = find(versionsOrNone(subject, false), schema);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> problems =
        level(subject).problems(schema, schemas(versionsOrNone(subject, false)));
    if (!problems.isEmpty()) {
      throw new RegistryError(
          409,
          409,
          "Schema being registered is incompatible with an earlier schema for subject \"" + subject
              + "\", details: " + problems + ", compatibility: " + level(subject));
    }
    List<Version> all = versionsOrNone(subject, true);
    Integer id = ids.get(schema.toString());
    ObjectNode line = JSON.createObjectNode()
        .put("op", "register")
        .put("subject", subject)
        .put("version", all.isEmpty() ? 1 : all.get(all.size() - 1).version() + 1)
        .put("id", id == null ? lastId + 1 : id)
        .put("schema", schema.toString());
    write(line);
    return find(versionsOrNone(subject, false), schema).orElseThrow();
  }

  /** Why a schema could not follow the given version, or all versions when none is given. */
  synchronized List<String> problems(String subject, @Nullable String version, String text)
      throws RegistryError {
    Schema schema = parse(text);
    List<Version> earlier = version == null
        ? versionsOrNone(subject, false)
        : List.of(version(subject, version, false));
    return level(subject).problems(schema, schemas(earlier));
  }

  /** Hides versions, or forgets them when they are hidden and {@code permanent} is set. */
  synchronized void delete(String subject, List<Version> versions, boolean permanent)
      throws RegistryError {
    for (Version version : versions) {
      if (permanent && !version.hidden()) {
        throw new RegistryError(
            404,
            40405,
            "Subject '" + subject + "' was not deleted first before being permanently deleted");
      }
    }
    for (Version version : versions) {
      write(JSON.createObjectNode()
          .put("op", permanent ? "forget" : "hide")
          .put("subject", subject)
          .put("version", version.version()));
    }
  }

  synchronized Schema schema(int id) throws RegistryError {
    Schema schema = schemas.get(id);
    if (schema == null) {
      throw new RegistryError(404, 40403, "Schema " + id + " not found");
    }
    return schema;
  }

  synchronized List<Version> uses(int id) throws RegistryError {
    schema(id);
    return subjects.keySet().stream()
        .flatMap(subject -> versionsOrNone(subject, false).stream())
        .filter(version -> version.id() == id)
        .toList();
  }

  synchronized Compatibility globalLevel() {
    return globalLevel;
  }

  /** The level set for this very subject. */
  synchronized Optional<Compatibility> ownLevel(String subject) {
    return Optional.ofNullable(levels.get(subject));
  }

  /** Sets or, with null, unsets a level: of one subject, or of all when {@code subject} is null. */
  synchronized void setLevel(@Nullable String subject, @Nullable Compatibility level)
      throws RegistryError {
    write(JSON.createObjectNode()
        .put("op", "level")
        .put("subject", subject)
        .put("level", level == null ? null : level.name()));
  }

  @Override
  public synchronized void close() throws IOException {
    journal.close();
  }

  private Compatibility level(String subject) {
    return levels.getOrDefault(subject, globalLevel);
  }

  private List<Version> versionsOf(String subject) {
    return subjects.computeIfAbsent(subject, absent -> new ArrayList<>());
  }

  private List<Version> versionsOrNone(String subject, boolean withHidden) {
    return subjects.getOrDefault(subject, List.of()).stream()
        .filter(version -> withHidden || !version.hidden())
        .toList();
  }

  private List<Schema> schemas(List<Version> versions) throws RegistryError {
    List<Schema> found = new ArrayList<>();
    for (Version version : versions) {
      found.add(schema(version.id()));
    }
    return found;
  }

  /** Finds by text: schemas that differ in documentation only are equal to Avro but not to a registry. */
  private static Optional<Version> find(List<Version> versions, Schema schema) {
    String text = schema.toString();
    return versions.stream().filter(version -> version.schema().equals(text)).findFirst();
  }

  private void write(ObjectNode line) throws RegistryError {
    try {
      journal.append(line);
    } catch (IOException e) {
      throw new RegistryError(500, 50001, "Error in the backend data store: " + e.getMessage());
    }
    apply(line);
  }

  private void apply(JsonNode line) {
    String subject = line.path("subject").asString("");
    switch (line.path("op").asString("")) {
      case "register" -> {
        int id = line.path("id").asInt();
        String text = line.path("schema").asString();
        lastId = Math.max(lastId, id);
        schemas.computeIfAbsent(id, absent -> parser().parse(text));
        ids.putIfAbsent(text, id);
        versionsOf(subject)
            .add(new Version(subject, line.path("version").asInt(), id, text, false));
      }
      case "hide" -> {
        int number = line.path("version").asInt();
        versionsOf(subject)
            .replaceAll(each -> each.version() != number
                ? each
                : new Version(subject, each.version(), each.id(), each.schema(), true));
      }
      case "forget" ->
        versionsOf(subject)
            .removeIf(each -> each.version() == line.path("version").asInt());
      case "level" -> {
        String name = line.path("level").asString("");
        if (subject.isEmpty()) {
          globalLevel = name.isEmpty() ? Compatibility.BACKWARD : Compatibility.valueOf(name);
        } else if (name.isEmpty()) {
          levels.remove(subject);
        } else {
          levels.put(subject, Compatibility.valueOf(name));
        }
      }
      default ->
        throw new UncheckedIOException(
            new IOException("unknown line in the registry's journal: " + line));
    }
  }

  private static Schema parse(String text) throws RegistryError {
    if (text.isBlank()) {
      throw new RegistryError(422, 42201, "Empty schema");
    }
    try {
      return parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw RegistryError.invalidSchema(String.valueOf(e.getMessage()));
    }
  }

  private static Schema.Parser parser() {
    return new Schema.Parser();
  }

  private static int number(String version) throws RegistryError {
    try {
      int number = Integer.parseInt(version);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number out of range.
    }
    throw new RegistryError(
        422,
        42202,
        "The specified version '" + version
            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and"
            + " the string \"latest\"");
  }
}
