package org.mcpruntime.watcher.correlator.engine;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * Subjects that are not OK, by incident key without aspect. The members of some hundred keys are kept decoded, so that one
 * flapping pod of a large workload does not read all others again.
 */
final class MemberTable {

  private static final int KEPT = 256;
  private static final char SEPARATOR = '\0';

  private final Store store;
  private final Recent<String, SortedMap<ObjectRef, MemberState>> decoded;

  MemberTable(Store store, Share share) {
    this.store = store;
    this.decoded = new Recent<>(KEPT, share);
  }

  /** In order of the subjects' names; a view that later changes show. */
  SortedMap<ObjectRef, MemberState> of(String base) {
    return Collections.unmodifiableSortedMap(members(base));
  }

  private SortedMap<ObjectRef, MemberState> members(String base) {
    SortedMap<ObjectRef, MemberState> members = decoded.get(base);
    if (members == null) {
      members = load(base);
      decoded.put(base, members);
    }
    return members;
  }

  @Nullable
  MemberState find(String base, ObjectRef subject) {
    return members(base).get(subject);
  }

  void put(String base, ObjectRef subject, MemberState member) {
    members(base).put(subject, member);
    store.put(key(base, subject), member.toBytes());
  }

  void remove(String base, ObjectRef subject) {
    if (members(base).remove(subject) != null) {
      store.delete(key(base, subject));
    }
  }

  private SortedMap<ObjectRef, MemberState> load(String base) {
    TreeMap<ObjectRef, MemberState> members = new TreeMap<>();
    String prefix = base + SEPARATOR;
    store.scan(
        prefix,
        (key, value) ->
            members.put(ObjectRef.parse(key, prefix.length()), MemberState.read(value)));
    return members;
  }

  private static String key(String base, ObjectRef subject) {
    return base + SEPARATOR + subject.text();
  }
}
