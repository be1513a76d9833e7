package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * The objects of one cluster: facts, who refers to whom, and which a list mentioned without changing them. Those that were used
 * last are kept decoded.
 */
final class ObjectTable {

  /** Objects kept decoded. */
  private static final int KEPT = 2_048;

  private final String cluster;
  private final Store facts;
  private final Store mentions;
  private final LinkTable links;
  private final Recent<ObjectRef, StoredObject> recent;

  ObjectTable(String cluster, Store facts, Store links, Store mentions, Share share) {
    this.cluster = cluster;
    this.facts = facts;
    this.mentions = mentions;
    this.links = new LinkTable(cluster, links, share);
    this.recent = new Recent<>(KEPT, share);
  }

  @Nullable
  StoredObject find(ObjectRef ref) {
    StoredObject object = recent.get(ref);
    if (object == null) {
      byte[] bytes = facts.get(key(ref));
      if (bytes != null) {
        object = StoredObject.read(bytes);
        recent.put(ref, object);
      }
    }
    return object;
  }

  /** Writes an object and what it refers to, given what stood there before. */
  void put(ObjectRef ref, StoredObject object, @Nullable StoredObject before) {
    facts.put(key(ref), object.toBytes());
    recent.put(ref, object);
    links.put(ref, before == null ? List.of() : before.references(), object.references());
  }

  void remove(ObjectRef ref, StoredObject before) {
    facts.delete(key(ref));
    recent.remove(ref);
    mentions.delete(key(ref));
    links.put(ref, before.references(), List.of());
  }

  /** A record of a list mentioned the object and found nothing new. */
  void mention(ObjectRef ref, RecordRef record) {
    mentions.put(
        key(ref),
        new BinaryWriter()
            .number(record.offset())
            .number(record.at())
            .nullableText(record.resourceVersion())
            .toBytes());
  }

  /** The newest record that states the object as it is: the one that brought it, or one of a list that mentioned it. */
  RecordRef stated(ObjectRef ref, StoredObject object) {
    RecordRef brought = object.origin();
    byte[] mentioned = mentions.get(key(ref));
    if (mentioned == null) {
      return brought;
    }
    BinaryReader in = new BinaryReader(mentioned);
    return brought.newer(new RecordRef(
        brought.topic(),
        brought.partition(),
        in.number(),
        in.number(),
        brought.uid(),
        in.nullableText()));
  }

  /** Objects within the scope that no record since {@code beginOffset} brought or mentioned. */
  List<ObjectRef> unmentioned(ClusterState.Scope scope, long beginOffset) {
    String prefix = cluster + "/" + scope.kind().text() + "/"
        + (scope.namespace().isEmpty() ? "" : scope.namespace() + "/");
    List<ObjectRef> candidates = new ArrayList<>();
    facts.scan(prefix, (key, value) -> {
      if (StoredObject.readOrigin(value).offset() < beginOffset) {
        candidates.add(ref(key));
      }
    });
    candidates.removeIf(ref -> {
      byte[] mentioned = mentions.get(key(ref));
      return mentioned != null && new BinaryReader(mentioned).number() >= beginOffset;
    });
    return candidates;
  }

  /** All objects of a kind, by namespace and name. */
  List<ObjectRef> ofKind(KindRef kind) {
    List<ObjectRef> refs = new ArrayList<>();
    facts.scan(cluster + "/" + kind.text() + "/", (key, value) -> refs.add(ref(key)));
    return refs;
  }

  /** Who refers to whom. */
  LinkTable links() {
    return links;
  }

  private String key(ObjectRef ref) {
    return IncidentKey.objectKey(cluster, ref);
  }

  private ObjectRef ref(String objectKey) {
    return ObjectRef.parse(objectKey, cluster.length() + 1);
  }
}
