package org.mcpruntime.watcher.testbed.kube;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.StoreException.Reason;
import org.mcpruntime.watcher.testbed.kube.WatchEvent.Operation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An etcd-like store of Kubernetes objects: one rising resourceVersion over all types, ordered
 * lists at one position, and a bounded history per type for watches. Objects are kept as JSON bytes
 * that lists and watches share; the versions of a type are views of the same objects. Thread-safe; a reader sees a change only when the journal has it.
 */
public final class KubeStore implements AutoCloseable {
  /** Guards all state, of the shelves and of their watches too. */
  final ReentrantLock lock;

  private final InstantSource clock;
  private final StoreState state;
  private final JournalWriter journal;

  private KubeStore(InstantSource clock, StoreState state, @Nullable Journal journal) {
    this.clock = clock;
    this.state = state;
    this.journal = new JournalWriter(journal, state::entries);
    this.lock = state.lock;
  }

  public static KubeStore inMemory(InstantSource clock) {
    return inMemory(clock, HistoryLimits.DEFAULT);
  }

  public static KubeStore inMemory(InstantSource clock, HistoryLimits limits) {
    return new KubeStore(clock, new StoreState(limits), null);
  }

  /**
   * Opens the store kept in a directory, or starts an empty one there. What was written before the
   * process died, at whatever byte, is there again; the history for watches is not, as after a
   * restart of a real server.
   *
   * @throws StoreException with reason JOURNAL when the directory is in use or unreadable
   */
  public static KubeStore open(Path directory, InstantSource clock) {
    StoreState state = new StoreState(HistoryLimits.DEFAULT);
    Journal journal = Journal.open(directory, state::replay);
    for (Shelf shelf : state.shelves.values()) {
      shelf.compact(state.resourceVersion);
    }
    if (journal.compactionIsDueAtOpen()) {
      journal.compact(state.entries());
    }
    return new KubeStore(clock, state, journal);
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
    ObjectNode result = WriteRules.withOwnMetadata(type, object);
    lock.lock();
    try {
      Shelf shelf = shelf(type);
      ObjectNode metadata = (ObjectNode) result.get("metadata");
      long position = state.resourceVersion + 1;
      WriteRules.nameIfGenerated(metadata, position, clock.instant());
      String key = WriteRules.key(type, metadata);
      if (shelf.objects.containsKey(key)) {
        throw new StoreException(
            Reason.ALREADY_EXISTS, type.plural() + " \"" + key + "\" already exists");
      }
      if (!metadata.has("uid")) {
        metadata.put("uid", WriteRules.uid(type, key, position, clock.instant()));
      }
      metadata.put(
          "creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
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
    ObjectNode result = WriteRules.withOwnMetadata(type, object);
    lock.lock();
    try {
      Shelf shelf = shelf(type);
      ObjectNode metadata = (ObjectNode) result.get("metadata");
      String key = WriteRules.key(type, metadata);
      StoredObject stored = shelf.objects.get(key);
      if (stored == null) {
        throw new StoreException(Reason.NOT_FOUND, type.plural() + " \"" + key + "\" not found");
      }
      ObjectNode before = stored.tree();
      ObjectNode storedMetadata = (ObjectNode) before.get("metadata");
      WriteRules.requireStored(type, key, metadata, storedMetadata);
      WriteRules.keepIdentity(metadata, storedMetadata);
      StoredObject unchanged = ObjectShape.store(type, result, stored.resourceVersion());
      if (Arrays.equals(unchanged.json(), stored.json()) || unchanged.tree().equals(before)) {
        return before;
      }
      if (ResourceTypes.hasGeneration(type) && !WriteRules.sameDesiredState(before, result)) {
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
      commit(shelf, Operation.DELETED, stored.at(state.resourceVersion + 1), stored);
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
      commit(shelf, Operation.MODIFIED, stored.at(state.resourceVersion + 1), stored);
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
      return state.resourceVersion;
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
      return state.shelves.values().stream().map(shelf -> shelf.type).toList();
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
      shelf(type).compact(state.resourceVersion);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the past of all types. */
  public void compact() {
    lock.lock();
    try {
      state.shelves.values().forEach(shelf -> shelf.compact(state.resourceVersion));
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
      journal.atomically(work);
    } finally {
      lock.unlock();
    }
  }

  /** Keeps a private value with the objects, under the same journal; null removes it. */
  public void note(String key, @Nullable JsonNode value) {
    lock.lock();
    try {
      if (value == null) {
        state.notes.remove(key);
      } else {
        state.notes.put(key, value.deepCopy());
      }
      journal.write(JournalEntries.note(key, value));
    } finally {
      lock.unlock();
    }
  }

  public Optional<JsonNode> note(String key) {
    lock.lock();
    try {
      return Optional.ofNullable(state.notes.get(key)).map(JsonNode::deepCopy);
    } finally {
      lock.unlock();
    }
  }

  /** Copies of all notes whose key begins with the prefix, ordered by key. */
  public Map<String, JsonNode> notes(String prefix) {
    lock.lock();
    try {
      Map<String, JsonNode> result = new TreeMap<>();
      for (Map.Entry<String, JsonNode> note : state.notes.tailMap(prefix, true).entrySet()) {
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
      journal.close();
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
      return shelf(type).list(state.resourceVersion);
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
      return unchanged && position <= state.resourceVersion
          ? new ObjectList(position, shelf.list(state.resourceVersion).objects())
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
    Shelf known = state.shelf(type);
    if (known != null) {
      return known;
    }
    Shelf shelf = state.newShelf(type);
    journal.write(JournalEntries.type(type, 0));
    return shelf;
  }

  private StoredObject commit(
      Shelf shelf, Operation operation, ObjectNode object, @Nullable StoredObject previous) {
    StoredObject next = ObjectShape.store(shelf.type, object, state.resourceVersion + 1);
    commit(shelf, operation, next, previous);
    return next;
  }

  private void commit(
      Shelf shelf, Operation operation, StoredObject next, @Nullable StoredObject previous) {
    state.resourceVersion = next.resourceVersion();
    journal.write(
        operation == Operation.DELETED ? JournalEntries.delete(next) : JournalEntries.put(next));
    shelf.add(new WatchEvent(operation, next, previous));
  }
}
