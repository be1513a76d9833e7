package org.mcpruntime.watcher.testbed.kube;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.Change.Operation;
import org.mcpruntime.watcher.testbed.kube.StoreException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An etcd-like store of Kubernetes objects: one rising resourceVersion over all types, ordered
 * lists at one position, and a bounded history per type for watches. Objects are kept as JSON bytes
 * that lists and watches share; the versions of a type are views of the same objects. Thread-safe; a reader sees a change only when the journal has it.
 * Long, because everything that one lock guards stands here: writes, notes and the journal's order.
 */
public final class KubeStore implements AutoCloseable {
  private static final int SUFFIX_LENGTH = 5;
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  /** Guards all state, of the shelves and of their watches too. */
  final ReentrantLock lock = new ReentrantLock();

  private final InstantSource clock;
  private final HistoryLimits limits;
  private final Map<String, Shelf> shelves = new LinkedHashMap<>();
  private final TreeMap<String, JsonNode> notes = new TreeMap<>();
  private @Nullable Journal journal;
  private long resourceVersion;

  /** Journal entries of the unit of work that is being done; null outside of one. */
  private @Nullable ByteArrayOutputStream pending;

  private KubeStore(InstantSource clock, HistoryLimits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  public static KubeStore inMemory(InstantSource clock) {
    return inMemory(clock, HistoryLimits.DEFAULT);
  }

  public static KubeStore inMemory(InstantSource clock, HistoryLimits limits) {
    return new KubeStore(clock, limits);
  }

  /**
   * Opens the store kept in a directory, or starts an empty one there. What was written before the
   * process died, at whatever byte, is there again; the history for watches is not, as after a
   * restart of a real server.
   *
   * @throws StoreException with reason JOURNAL when the directory is in use or unreadable
   */
  public static KubeStore open(Path directory, InstantSource clock) {
    KubeStore store = new KubeStore(clock, HistoryLimits.DEFAULT);
    Map<String, Shelf> byId = new LinkedHashMap<>();
    Journal journal = Journal.open(directory, entry -> store.replay(entry, byId));
    for (Shelf shelf : store.shelves.values()) {
      shelf.compact(store.resourceVersion);
    }
    if (journal.compactionIsDueAtOpen()) {
      journal.compact(store.journalOfState());
    }
    store.journal = journal;
    return store;
  }

  /** The source of all timestamps in the store. */
  public InstantSource clock() {
    return clock;
  }

  /**
   * Adds an object under {@code metadata.name}, or a new name that begins with {@code
   * metadata.generateName}. Sets creationTimestamp, generation and resourceVersion, and the uid
   * unless the object brings one. The given tree is not changed.
   *
   * @return the object as stored; a copy
   * @throws StoreException ALREADY_EXISTS, or INVALID when name or namespace is missing or
   *     superfluous
   */
  public ObjectNode create(ResourceType type, ObjectNode object) {
    ObjectNode result = withOwnMetadata(type, object);
    lock.lock();
    try {
      Shelf shelf = shelf(type);
      ObjectNode metadata = (ObjectNode) result.get("metadata");
      nameIfGenerated(metadata);
      String key = key(type, metadata);
      if (shelf.objects.containsKey(key)) {
        throw new StoreException(
            Reason.ALREADY_EXISTS, type.plural() + " \"" + key + "\" already exists");
      }
      if (!metadata.has("uid")) {
        metadata.put("uid", newUid(type, key));
      }
      metadata.put("creationTimestamp", now());
      if (ResourceTypes.hasGeneration(type)) {
        metadata.put("generation", 1);
      }
      return commit(shelf, Operation.ADDED, result, null).tree();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Replaces an object whole. The generation rises when the desired state changed. Nothing is
   * written when nothing changed. When the object carries a resourceVersion, it must be the stored
   * one.
   *
   * @return the object as stored; a copy
   * @throws StoreException NOT_FOUND, or CONFLICT when resourceVersion or uid is not the stored one
   */
  public ObjectNode update(ResourceType type, ObjectNode object) {
    ObjectNode result = withOwnMetadata(type, object);
    lock.lock();
    try {
      Shelf shelf = shelf(type);
      ObjectNode metadata = (ObjectNode) result.get("metadata");
      String key = key(type, metadata);
      StoredObject stored = shelf.objects.get(key);
      if (stored == null) {
        throw new StoreException(Reason.NOT_FOUND, type.plural() + " \"" + key + "\" not found");
      }
      ObjectNode before = stored.tree();
      ObjectNode storedMetadata = (ObjectNode) before.get("metadata");
      for (String guarded : List.of("resourceVersion", "uid")) {
        JsonNode given = metadata.get(guarded);
        if (given != null && !given.equals(storedMetadata.get(guarded))) {
          throw new StoreException(
              Reason.CONFLICT,
              "the object has been modified: %s \"%s\", %s %s is not %s"
                  .formatted(type.plural(), key, guarded, given, storedMetadata.get(guarded)));
        }
      }
      for (String kept : List.of("uid", "creationTimestamp", "generation", "resourceVersion")) {
        JsonNode value = storedMetadata.get(kept);
        if (value != null) {
          metadata.set(kept, value);
        }
      }
      StoredObject unchanged = ObjectShape.store(type, result, stored.resourceVersion());
      if (Arrays.equals(unchanged.json(), stored.json()) || unchanged.tree().equals(before)) {
        return before;
      }
      if (ResourceTypes.hasGeneration(type) && !sameDesiredState(before, result)) {
        metadata.put("generation", metadata.path("generation").asLong(0) + 1);
      }
      return commit(shelf, Operation.MODIFIED, result, stored).tree();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes an object at once, whatever its finalizers say.
   *
   * @return whether there was one
   */
  public boolean delete(ResourceType type, String namespace, String name) {
    lock.lock();
    try {
      Shelf shelf = shelf(type);
      StoredObject stored = shelf.objects.get(StoredObject.key(namespace, name));
      if (stored == null) {
        return false;
      }
      commit(shelf, Operation.DELETED, stored.at(resourceVersion + 1), stored);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes an object again as it is, under a new resourceVersion: a change that costs the store next
   * to nothing, for measuring readers.
   *
   * @return whether there is such an object
   */
  public boolean touch(ResourceType type, String namespace, String name) {
    lock.lock();
    try {
      Shelf shelf = shelf(type);
      StoredObject stored = shelf.objects.get(StoredObject.key(namespace, name));
      if (stored == null) {
        return false;
      }
      commit(shelf, Operation.MODIFIED, stored.at(resourceVersion + 1), stored);
      return true;
    } finally {
      lock.unlock();
    }
  }

  public Optional<ObjectNode> get(ResourceType type, String namespace, String name) {
    return Optional.ofNullable(stored(type, namespace, name)).map(StoredObject::tree);
  }

  /** Copies of all objects, ordered by namespace and name. */
  public List<ObjectNode> list(ResourceType type) {
    return listAll(type).objects().stream().map(StoredObject::tree).toList();
  }

  /** Copies of all objects in a namespace, ordered by name. */
  public List<ObjectNode> list(ResourceType type, String namespace) {
    return listAll(type).objects().stream()
        .filter(object -> object.namespace().equals(namespace))
        .map(StoredObject::tree)
        .toList();
  }

  /** Position of the newest change of any type; 0 in an empty store. */
  public long resourceVersion() {
    lock.lock();
    try {
      return resourceVersion;
    } finally {
      lock.unlock();
    }
  }

  /** Position of the newest change of this type; 0 when there was none. */
  public long lastChange(ResourceType type) {
    lock.lock();
    try {
      return shelf(type).lastChange;
    } finally {
      lock.unlock();
    }
  }

  /** All types of which objects were ever stored. */
  public List<ResourceType> types() {
    lock.lock();
    try {
      return shelves.values().stream().map(shelf -> shelf.type).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads the changes after a position.
   *
   * @throws ExpiredException when they are forgotten
   */
  public StoreWatch watch(ResourceType type, long afterResourceVersion) throws ExpiredException {
    lock.lock();
    try {
      Shelf shelf = shelf(type);
      return new StoreWatch(
          this, shelf, shelf.indexAfter(afterResourceVersion), afterResourceVersion);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the past of a type: older positions and unfinished paged lists are gone (410). */
  public void compact(ResourceType type) {
    lock.lock();
    try {
      shelf(type).compact(resourceVersion);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the past of all types. */
  public void compact() {
    lock.lock();
    try {
      shelves.values().forEach(shelf -> shelf.compact(resourceVersion));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does several writes as one unit: other threads see all of them or none, and so does the next
   * process after a crash. When the work throws, what it wrote so far stays.
   */
  public void atomically(Runnable work) {
    lock.lock();
    try {
      if (pending != null) {
        work.run();
        return;
      }
      pending = new ByteArrayOutputStream();
      try {
        work.run();
      } finally {
        flush();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a private value with the objects, under the same journal; null removes it. */
  public void note(String key, @Nullable JsonNode value) {
    lock.lock();
    try {
      if (value == null) {
        notes.remove(key);
      } else {
        notes.put(key, value.deepCopy());
      }
      journal(JournalEntries.note(key, value));
    } finally {
      lock.unlock();
    }
  }

  public Optional<JsonNode> note(String key) {
    lock.lock();
    try {
      return Optional.ofNullable(notes.get(key)).map(JsonNode::deepCopy);
    } finally {
      lock.unlock();
    }
  }

  /** Copies of all notes whose key begins with the prefix, ordered by key. */
  public Map<String, JsonNode> notes(String prefix) {
    lock.lock();
    try {
      Map<String, JsonNode> result = new TreeMap<>();
      for (Map.Entry<String, JsonNode> note : notes.tailMap(prefix, true).entrySet()) {
        if (!note.getKey().startsWith(prefix)) {
          break;
        }
        result.put(note.getKey(), note.getValue().deepCopy());
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (journal != null) {
        journal.close();
      }
    } finally {
      lock.unlock();
    }
  }

  @Nullable
  StoredObject stored(ResourceType type, String namespace, String name) {
    lock.lock();
    try {
      return shelf(type).objects.get(StoredObject.key(namespace, name));
    } finally {
      lock.unlock();
    }
  }

  ObjectList listAll(ResourceType type) {
    lock.lock();
    try {
      return shelf(type).list(resourceVersion);
    } finally {
      lock.unlock();
    }
  }

  /** The state listed earlier at exactly this position, or now; null when it is forgotten. */
  @Nullable
  ObjectList listedAt(ResourceType type, long position) {
    lock.lock();
    try {
      Shelf shelf = shelf(type);
      boolean unchanged = shelf.lastChange <= position && shelf.compactedThrough <= position;
      return unchanged && position <= resourceVersion
          ? new ObjectList(position, shelf.list(resourceVersion).objects())
          : shelf.listed(position);
    } finally {
      lock.unlock();
    }
  }

  /** The state as it was at a position; null when the changes after it are forgotten. */
  @Nullable
  ObjectList stateAt(ResourceType type, long position) {
    lock.lock();
    try {
      return shelf(type).stateAt(position);
    } finally {
      lock.unlock();
    }
  }

  /** Remembers a listed state for {@link #listedAt}. */
  void keep(ResourceType type, ObjectList list) {
    lock.lock();
    try {
      shelf(type).keep(list);
    } finally {
      lock.unlock();
    }
  }

  private Shelf shelf(ResourceType type) {
    Shelf shelf = shelves.get(type.collection());
    if (shelf == null) {
      shelf = newShelf(type);
      journal(JournalEntries.type(type, 0));
    }
    return shelf;
  }

  private Shelf newShelf(ResourceType type) {
    // Nothing of this type happened before, so every older position is complete.
    Shelf shelf = new Shelf(type, lock.newCondition(), limits, 0);
    shelves.put(type.collection(), shelf);
    return shelf;
  }

  private StoredObject commit(
      Shelf shelf, Operation operation, ObjectNode object, @Nullable StoredObject previous) {
    StoredObject next = ObjectShape.store(shelf.type, object, resourceVersion + 1);
    commit(shelf, operation, next, previous);
    return next;
  }

  private void commit(
      Shelf shelf, Operation operation, StoredObject next, @Nullable StoredObject previous) {
    resourceVersion = next.resourceVersion();
    journal(
        operation == Operation.DELETED ? JournalEntries.delete(next) : JournalEntries.put(next));
    shelf.add(new Change(operation, next, previous));
  }

  private void journal(byte[] entry) {
    Journal journal = this.journal;
    if (journal == null) {
      return;
    }
    if (pending == null) {
      journal.append(entry, entry.length);
      compactJournalIfDue(journal);
    } else {
      if (pending.size() > 0) {
        pending.write(',');
      }
      pending.writeBytes(entry);
    }
  }

  private void flush() {
    byte[] entries = pending == null ? new byte[0] : pending.toByteArray();
    pending = null;
    if (journal != null && entries.length > 0) {
      journal.append(entries, entries.length);
      compactJournalIfDue(journal);
    }
  }

  private void compactJournalIfDue(Journal journal) {
    if (journal.compactionIsDue()) {
      journal.compact(journalOfState());
    }
  }

  /** The entries that say what is, without how it came to be. */
  private List<byte[]> journalOfState() {
    List<byte[]> entries = new ArrayList<>();
    for (Shelf shelf : shelves.values()) {
      entries.add(JournalEntries.type(shelf.type, shelf.lastChange));
      shelf.objects.values().forEach(object -> entries.add(JournalEntries.put(object)));
    }
    notes.forEach((key, value) -> entries.add(JournalEntries.note(key, value)));
    entries.add(JournalEntries.position(resourceVersion));
    return entries;
  }

  private void replay(JsonNode entry, Map<String, Shelf> byId) {
    switch (entry.path("op").asString("")) {
      case "type" -> {
        ResourceType type = JournalEntries.readType(entry);
        Shelf known = shelves.get(type.collection());
        Shelf shelf = known == null ? newShelf(type) : known;
        shelf.lastChange = entry.path("lastChange").asLong(0);
        byId.put(entry.path("id").asString(""), shelf);
      }
      case "put" -> {
        Shelf shelf = replayedShelf(entry, byId);
        ObjectNode object = (ObjectNode) entry.get("object");
        long position = Long.parseLong(object.at("/metadata/resourceVersion").asString());
        StoredObject stored = ObjectShape.store(shelf.type, object, position);
        shelf.objects.put(stored.key(), stored);
        replayed(shelf, position);
      }
      case "delete" -> {
        Shelf shelf = replayedShelf(entry, byId);
        shelf.objects.remove(StoredObject.key(
            entry.get("namespace").asString(), entry.get("name").asString()));
        replayed(shelf, entry.get("resourceVersion").asLong());
      }
      case "note" -> {
        JsonNode value = entry.get("value");
        if (value == null) {
          notes.remove(entry.get("key").asString());
        } else {
          notes.put(entry.get("key").asString(), value);
        }
      }
      case "position" -> resourceVersion = entry.get("resourceVersion").asLong();
      default -> throw new StoreException(Reason.JOURNAL, "unknown journal entry");
    }
  }

  private static Shelf replayedShelf(JsonNode entry, Map<String, Shelf> byId) {
    Shelf shelf = byId.get(entry.path("type").asString(""));
    if (shelf == null) {
      throw new StoreException(Reason.JOURNAL, "journal entry of an undeclared type");
    }
    return shelf;
  }

  private void replayed(Shelf shelf, long position) {
    shelf.lastChange = Math.max(shelf.lastChange, position);
    resourceVersion = Math.max(resourceVersion, position);
  }

  /** A copy as deep as the store changes it. */
  private static ObjectNode withOwnMetadata(ResourceType type, ObjectNode object) {
    if (object.get("metadata") instanceof ObjectNode metadata) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.setAll(object);
      result.set("metadata", metadata.deepCopy());
      return result;
    }
    throw new StoreException(Reason.INVALID, type.kind() + " without metadata");
  }

  private static String key(ResourceType type, ObjectNode metadata) {
    String name = metadata.path("name").asString("");
    String namespace = metadata.path("namespace").asString("");
    if (name.isEmpty() || namespace.isEmpty() == type.namespaced()) {
      throw new StoreException(
          Reason.INVALID,
          "%s needs a name and %s namespace: \"%s\" in \"%s\""
              .formatted(type.kind(), type.namespaced() ? "a" : "no", name, namespace));
    }
    return StoredObject.key(namespace, name);
  }

  /** The suffix follows from the position, so a repeated history has the same names. */
  private void nameIfGenerated(ObjectNode metadata) {
    String prefix = metadata.path("generateName").asString("");
    if (metadata.has("name") || prefix.isEmpty()) {
      return;
    }
    StringBuilder name = new StringBuilder(prefix);
    long bits = newUid(ResourceTypes.NAMESPACE, prefix).hashCode() & 0x7fffffffL;
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      name.append(SUFFIX_LETTERS.charAt((int) (bits % SUFFIX_LETTERS.length())));
      bits /= SUFFIX_LETTERS.length();
    }
    metadata.put("name", name.toString());
  }

  /** Follows from what, where and when: unique in a store, and the same in a repeated history. */
  private String newUid(ResourceType type, String key) {
    String source = type.path() + " " + key + " " + (resourceVersion + 1) + " " + clock.instant();
    String hash =
        UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8)).toString();
    // Version 4, as the real server's; the generated one says 3.
    return hash.substring(0, 14) + "4" + hash.substring(15);
  }

  /** Desired state: the spec; without one, all but metadata and status. */
  private static boolean sameDesiredState(ObjectNode before, ObjectNode after) {
    return ObjectShape.same(desiredState(before), desiredState(after));
  }

  private static JsonNode desiredState(ObjectNode object) {
    JsonNode spec = object.get("spec");
    if (spec != null) {
      return spec;
    }
    ObjectNode rest = object.deepCopy();
    rest.remove(List.of("kind", "apiVersion", "metadata", "status"));
    return rest;
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
