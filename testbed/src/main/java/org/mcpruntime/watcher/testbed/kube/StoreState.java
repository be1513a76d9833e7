package org.mcpruntime.watcher.testbed.kube;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.StoreException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a store holds, and how it stands in a journal. Everything here is guarded by its lock, watches of the shelves too. */
final class StoreState {
  final ReentrantLock lock = new ReentrantLock();
  final Map<String, Shelf> shelves = new LinkedHashMap<>();
  final TreeMap<String, JsonNode> notes = new TreeMap<>();
  long resourceVersion;

  private final HistoryLimits limits;

  /** By the name that journal entries give a type. */
  private final Map<String, Shelf> declared = new HashMap<>();

  StoreState(HistoryLimits limits) {
    this.limits = limits;
  }

  @Nullable
  Shelf shelf(ResourceType type) {
    return shelves.get(type.collection());
  }

  Shelf newShelf(ResourceType type) {
    // Nothing of this type happened before, so every older position is complete.
    Shelf shelf = new Shelf(type, lock.newCondition(), limits, 0);
    shelves.put(type.collection(), shelf);
    return shelf;
  }

  /** The entries that say what is, without how it came to be. */
  List<byte[]> entries() {
    List<byte[]> entries = new ArrayList<>();
    for (Shelf shelf : shelves.values()) {
      entries.add(JournalEntries.type(shelf.type, shelf.lastChange));
      shelf.objects.values().forEach(object -> entries.add(JournalEntries.put(object)));
    }
    notes.forEach((key, value) -> entries.add(JournalEntries.note(key, value)));
    entries.add(JournalEntries.position(resourceVersion));
    return entries;
  }

  /** Does again what an entry tells; {@link Shelf#add} is not asked, since watches do not reach back. */
  void replay(JsonNode entry) {
    switch (entry.path("op").asString("")) {
      case "type" -> {
        ResourceType type = JournalEntries.readType(entry);
        Shelf known = shelf(type);
        Shelf shelf = known == null ? newShelf(type) : known;
        shelf.lastChange = entry.path("lastChange").asLong(0);
        declared.put(entry.path("id").asString(""), shelf);
      }
      case "put" -> {
        Shelf shelf = declaredShelf(entry);
        ObjectNode object = (ObjectNode) entry.get("object");
        long position = Long.parseLong(object.at("/metadata/resourceVersion").asString());
        StoredObject stored = ObjectShape.store(shelf.type, object, position);
        shelf.objects.put(stored.key(), stored);
        moveTo(shelf, position);
      }
      case "delete" -> {
        Shelf shelf = declaredShelf(entry);
        shelf.objects.remove(StoredObject.key(
            entry.get("namespace").asString(), entry.get("name").asString()));
        moveTo(shelf, entry.get("resourceVersion").asLong());
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

  private Shelf declaredShelf(JsonNode entry) {
    Shelf shelf = declared.get(entry.path("type").asString(""));
    if (shelf == null) {
      throw new StoreException(Reason.JOURNAL, "journal entry of an undeclared type");
    }
    return shelf;
  }

  private void moveTo(Shelf shelf, long position) {
    shelf.lastChange = Math.max(shelf.lastChange, position);
    resourceVersion = Math.max(resourceVersion, position);
  }
}
