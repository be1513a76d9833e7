package org.mcpruntime.watcher.testbed.sim.world;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.KubeStore;
import org.mcpruntime.watcher.testbed.kube.ResourceType;
import org.mcpruntime.watcher.testbed.kube.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of the store as parsed trees, and the writes that controllers and people do, with
 * what the API server adds to them. Trees that are handed out are shared: copy before changing.
 * Writes of others to the same store are picked up by {@link #refresh}. Used by one thread.
 */
public final class World {
  private final KubeStore store;
  private final InstantSource clock;
  private final Dice dice;
  private final Map<ResourceType, NavigableMap<Ref, ObjectNode>> objects = new LinkedHashMap<>();
  private final Map<ResourceType, Long> positions = new HashMap<>();
  private final Map<Ref, Instant> written = new HashMap<>();
  private final ArrayDeque<Changed> changes = new ArrayDeque<>();

  public World(KubeStore store, InstantSource clock, Dice dice) {
    this.store = store;
    this.clock = clock;
    this.dice = dice;
    refresh();
    changes.clear();
  }

  public Instant now() {
    return clock.instant();
  }

  /** The current time as objects carry it: whole seconds. */
  public String timestamp() {
    return timestamp(now());
  }

  public static String timestamp(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  public Dice dice() {
    return dice;
  }

  public @Nullable ObjectNode get(Ref ref) {
    return shelf(ref.type()).get(ref);
  }

  public @Nullable ObjectNode get(ResourceType type, String namespace, String name) {
    return get(new Ref(type, namespace, name));
  }

  public Collection<ObjectNode> list(ResourceType type) {
    return List.copyOf(shelf(type).values());
  }

  public Collection<ObjectNode> list(ResourceType type, String namespace) {
    // U+FFFF sorts behind every name.
    Ref from = new Ref(type, namespace, "");
    Ref to = new Ref(type, namespace, "\uffff");
    return List.copyOf(shelf(type).subMap(from, true, to, false).values());
  }

  /** Objects of a type in the owner's namespace that the owner controls. */
  public List<ObjectNode> ownedBy(ResourceType type, ObjectNode owner) {
    String uid = Json.uid(owner);
    return list(type, Json.namespace(owner)).stream()
        .filter(object -> Owners.isControlledBy(object, uid))
        .toList();
  }

  /** When the object was last written as far as this process knows. */
  public Instant lastWritten(Ref ref) {
    return written.getOrDefault(ref, Instant.EPOCH);
  }

  /** Adds an object with what the API server fills in; the given tree may be changed. */
  public ObjectNode create(String manager, ResourceType type, ObjectNode object) {
    Admission.complete(this, type, object);
    ManagedFields.created(manager, timestamp(), type.apiVersion(), object);
    return remember(type, null, store.create(type, object));
  }

  /** Adds an object unless there is one of this name; returns what is there. */
  public ObjectNode createIfAbsent(String manager, ResourceType type, ObjectNode object) {
    ObjectNode present = get(Ref.of(type, object));
    return present != null ? present : create(manager, type, object);
  }

  /** Writes metadata and desired state. Nothing happens when nothing changed. */
  public ObjectNode update(String manager, ResourceType type, ObjectNode object) {
    return write(manager, "", type, object);
  }

  /** Writes the status (and annotations, which some status endpoints let through). */
  public ObjectNode updateStatus(String manager, ResourceType type, ObjectNode object) {
    return write(manager, "status", type, object);
  }

  private ObjectNode write(
      String manager, String subresource, ResourceType type, ObjectNode object) {
    Ref ref = Ref.of(type, object);
    ObjectNode before = get(ref);
    if (before == null) {
      throw new IllegalStateException("update of what is gone: " + ref.text());
    }
    if (before.equals(object)) {
      return before;
    }
    ManagedFields.updated(manager, subresource, timestamp(), type.apiVersion(), before, object);
    return remember(type, before, store.update(type, object));
  }

  /** Asks for deletion: pods get their grace period, everything else goes at once. */
  public void delete(Ref ref) {
    ObjectNode object = get(ref);
    if (object == null || Json.isDeleting(object)) {
      return;
    }
    if (!ref.type().equals(ResourceTypes.POD)
        || Json.text(object, "spec", "nodeName").isEmpty()) {
      remove(ref);
      return;
    }
    int grace = Json.number(object, 30, "spec", "terminationGracePeriodSeconds");
    ObjectNode deleting = object.deepCopy();
    Json.metadata(deleting)
        .put("deletionTimestamp", timestamp(now().plusSeconds(grace)))
        .put("deletionGracePeriodSeconds", grace);
    remember(ref.type(), object, store.update(ref.type(), deleting));
  }

  /** Removes an object at once. */
  public void remove(Ref ref) {
    ObjectNode before = get(ref);
    if (before != null && store.delete(ref.type(), ref.namespace(), ref.name())) {
      shelf(ref.type()).remove(ref);
      written.remove(ref);
      positions.put(ref.type(), store.lastChange(ref.type()));
      changes.add(new Changed(ref, before, null));
    }
  }

  /** Private state that is not part of any object; empty when there is none. */
  public ObjectNode note(String key) {
    return store.note(key).map(note -> (ObjectNode) note).orElseGet(Json::object);
  }

  /** Keeps private state; an empty one is forgotten. */
  public void note(String key, ObjectNode value) {
    store.note(key, value.isEmpty() ? null : value);
  }

  public Map<String, JsonNode> notes(String prefix) {
    return store.notes(prefix);
  }

  /** What changed since the last call, in order. */
  public List<Changed> drainChanges() {
    List<Changed> result = List.copyOf(changes);
    changes.clear();
    return result;
  }

  /** Takes over what others wrote to the store. */
  public void refresh() {
    for (ResourceType type : ResourceTypes.all()) {
      long position = store.lastChange(type);
      if (position != positions.getOrDefault(type, -1L)) {
        reload(type, position);
      }
    }
  }

  private void reload(ResourceType type, long position) {
    NavigableMap<Ref, ObjectNode> shelf = shelf(type);
    Set<Ref> gone = new HashSet<>(shelf.keySet());
    for (ObjectNode object : store.list(type)) {
      Ref ref = Ref.of(type, object);
      gone.remove(ref);
      ObjectNode before = shelf.put(ref, object);
      if (before == null || !before.equals(object)) {
        changes.add(new Changed(ref, before, object));
      }
    }
    for (Ref ref : gone) {
      changes.add(new Changed(ref, shelf.remove(ref), null));
    }
    positions.put(type, position);
  }

  private ObjectNode remember(ResourceType type, @Nullable ObjectNode before, ObjectNode after) {
    Ref ref = Ref.of(type, after);
    if (before != null && before.equals(after)) {
      return before;
    }
    shelf(type).put(ref, after);
    written.put(ref, now());
    positions.put(type, store.lastChange(type));
    changes.add(new Changed(ref, before, after));
    return after;
  }

  private NavigableMap<Ref, ObjectNode> shelf(ResourceType type) {
    return objects.computeIfAbsent(type, ignored -> new TreeMap<>());
  }
}
