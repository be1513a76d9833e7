package org.mcpruntime.watcher.correlator.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Link;
import org.mcpruntime.watcher.checks.facts.ObjectRef;
import org.mcpruntime.watcher.checks.facts.Reference;

/**
 * Which objects of one cluster refer to which. Some thousand references, those of the targets that were asked for last, are kept
 * decoded, so that a busy workload is not searched for again with each of its changes.
 */
final class LinkTable {

  /** References kept decoded, and targets that are known to have none. */
  private static final int KEPT = 8_192;

  /** Between the parts of a key; no name holds it. */
  private static final char SEPARATOR = '\0';

  private static final byte[] PRESENT = {1};

  private record Target(ObjectRef ref, Link link) {}

  private final String cluster;
  private final Store store;
  private final Map<Target, SortedSet<ObjectRef>> decoded = new LinkedHashMap<>(16, 0.75f, true);
  private final Share share;
  private int kept;

  LinkTable(String cluster, Store store, Share share) {
    this.cluster = cluster;
    this.store = store;
    this.share = share;
  }

  /** Objects that refer to {@code target}, by group, kind, namespace and name; a copy. */
  List<ObjectRef> sources(ObjectRef target, Link link) {
    return List.copyOf(all(new Target(target, link)));
  }

  /** Those of one kind. */
  List<ObjectRef> sources(ObjectRef target, Link link, KindRef kind) {
    SortedSet<ObjectRef> all = all(new Target(target, link));
    if (all.isEmpty()) {
      return List.of();
    }
    List<ObjectRef> sources = new ArrayList<>();
    ObjectRef before = new ObjectRef(kind.group(), kind.kind(), "", "");
    for (ObjectRef source : all.tailSet(before)) {
      if (!source.kindRef().equals(kind)) {
        break;
      }
      sources.add(source);
    }
    return sources;
  }

  /** Replaces what an object refers to. */
  void put(ObjectRef source, List<Reference> before, List<Reference> after) {
    for (Reference reference : after) {
      if (!before.contains(reference)) {
        add(reference, source);
      }
    }
    for (Reference reference : before) {
      if (!after.contains(reference)) {
        remove(reference, source);
      }
    }
  }

  private void add(Reference reference, ObjectRef source) {
    Target target = new Target(reference.target(), reference.link());
    store.put(prefix(target) + source.text(), PRESENT);
    SortedSet<ObjectRef> known = decoded.get(target);
    if (known != null && known.add(source)) {
      kept++;
    }
  }

  private void remove(Reference reference, ObjectRef source) {
    Target target = new Target(reference.target(), reference.link());
    store.delete(prefix(target) + source.text());
    SortedSet<ObjectRef> known = decoded.get(target);
    if (known != null && known.remove(source)) {
      kept--;
    }
  }

  private SortedSet<ObjectRef> all(Target target) {
    SortedSet<ObjectRef> known = decoded.get(target);
    if (known == null) {
      known = load(target);
      decoded.put(target, known);
      kept += 1 + known.size();
      int most = share.of(KEPT);
      for (Iterator<SortedSet<ObjectRef>> eldest = decoded.values().iterator(); kept > most; ) {
        kept -= 1 + eldest.next().size();
        eldest.remove();
      }
    }
    return known;
  }

  private SortedSet<ObjectRef> load(Target target) {
    SortedSet<ObjectRef> sources = new TreeSet<>(LinkTable::compareTexts);
    String prefix = prefix(target);
    store.scan(prefix, (key, value) -> sources.add(ObjectRef.parse(key, prefix.length())));
    return sources;
  }

  private String prefix(Target target) {
    return IncidentKey.objectKey(cluster, target.ref())
        + SEPARATOR
        + target.link().name()
        + SEPARATOR;
  }

  /** As the store sorts {@link ObjectRef#text()}, without making the texts: it must not matter who answers. */
  private static int compareTexts(ObjectRef one, ObjectRef other) {
    int order = comparePart(
        one.group().isEmpty() ? "core" : one.group(),
        other.group().isEmpty() ? "core" : other.group());
    order = order != 0 ? order : comparePart(one.kind(), other.kind());
    order = order != 0
        ? order
        : comparePart(
            one.namespace().isEmpty() ? "-" : one.namespace(),
            other.namespace().isEmpty() ? "-" : other.namespace());
    return order != 0 ? order : one.name().compareTo(other.name());
  }

  /** What follows a part is a slash. */
  private static int comparePart(String one, String other) {
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return one.charAt(i) - other.charAt(i);
      }
    }
    if (one.length() == other.length()) {
      return 0;
    }
    return one.length() < other.length() ? '/' - other.charAt(common) : one.charAt(common) - '/';
  }
}
