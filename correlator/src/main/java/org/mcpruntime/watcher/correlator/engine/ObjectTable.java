package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.Reference;

/** The objects of one cluster: facts, who refers to whom, and which a list mentioned without changing them. */
final class ObjectTable {

  /** Between the parts of a key; no name holds it. */
  private static final char SEPARATOR = '\0';

  private static final byte[] PRESENT = {1};

  private final String cluster;
  private final Store facts;
  private final Store links;
  private final Store mentions;

  ObjectTable(String cluster, Store facts, Store links, Store mentions) {
    this.cluster = cluster;
    this.facts = facts;
    this.links = links;
    this.mentions = mentions;
  }

  @Nullable
  StoredObject find(String objectKey) {
    byte[] bytes = facts.get(objectKey);
    return bytes == null ? null : StoredObject.read(bytes);
  }

  @Nullable
  StoredObject find(ObjectRef ref) {
    return find(key(ref));
  }

  Optional<Facts> facts(ObjectRef ref) {
    return Optional.ofNullable(find(ref)).map(StoredObject::decode);
  }

  /** Writes an object and what it refers to, given what stood there before. */
  void put(ObjectRef ref, StoredObject object, @Nullable Facts decoded, @Nullable Facts before) {
    facts.put(key(ref), object.toBytes());
    Set<Reference> old = references(before);
    for (Reference reference : references(decoded)) {
      if (!old.remove(reference)) {
        links.put(linkKey(reference, ref), PRESENT);
      }
    }
    old.forEach(reference -> links.delete(linkKey(reference, ref)));
  }

  void remove(ObjectRef ref, @Nullable Facts before) {
    facts.delete(key(ref));
    mentions.delete(key(ref));
    references(before).forEach(reference -> links.delete(linkKey(reference, ref)));
  }

  private static Set<Reference> references(@Nullable Facts facts) {
    return new HashSet<>(facts == null ? List.of() : facts.references());
  }

  /** A record of a list mentioned the object and found nothing new. */
  void mention(String objectKey, Origin record) {
    mentions.put(
        objectKey,
        new ByteWriter()
            .number(record.offset())
            .number(record.at())
            .nullableText(record.resourceVersion())
            .toBytes());
  }

  /** The newest record that states the object as it is: the one that brought it, or one of a list that mentioned it. */
  Origin stated(ObjectRef ref, StoredObject object) {
    Origin brought = object.origin();
    byte[] mentioned = mentions.get(key(ref));
    if (mentioned == null) {
      return brought;
    }
    ByteReader in = new ByteReader(mentioned);
    return brought.newer(new Origin(
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
      if (StoredObject.read(value).origin().offset() < beginOffset) {
        candidates.add(ref(key));
      }
    });
    candidates.removeIf(ref -> {
      byte[] mentioned = mentions.get(key(ref));
      return mentioned != null && new ByteReader(mentioned).number() >= beginOffset;
    });
    return candidates;
  }

  /** All objects of a kind, by namespace and name. */
  List<ObjectRef> ofKind(KindRef kind) {
    List<ObjectRef> refs = new ArrayList<>();
    facts.scan(cluster + "/" + kind.text() + "/", (key, value) -> refs.add(ref(key)));
    return refs;
  }

  /** Objects of a kind that refer to {@code target}, by namespace and name. */
  List<ObjectRef> referring(ObjectRef target, Link link, KindRef kind) {
    return sources(linkPrefix(target, link), kind.text() + "/");
  }

  /** Objects of any kind that refer to {@code target}. */
  List<ObjectRef> referring(ObjectRef target, Link link) {
    return sources(linkPrefix(target, link), "");
  }

  private List<ObjectRef> sources(String prefix, String kindPrefix) {
    List<ObjectRef> refs = new ArrayList<>();
    links.scan(
        prefix + kindPrefix,
        (key, value) -> refs.add(ObjectRef.parse(key.substring(prefix.length()))));
    return refs;
  }

  private String linkKey(Reference reference, ObjectRef source) {
    return linkPrefix(reference.target(), reference.link()) + source.text();
  }

  private String linkPrefix(ObjectRef target, Link link) {
    return key(target) + SEPARATOR + link.name() + SEPARATOR;
  }

  private String key(ObjectRef ref) {
    return IncidentKey.objectKey(cluster, ref);
  }

  private ObjectRef ref(String objectKey) {
    return ObjectRef.parse(objectKey.substring(cluster.length() + 1));
  }
}
