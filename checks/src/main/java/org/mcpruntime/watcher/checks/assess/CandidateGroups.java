package org.mcpruntime.watcher.checks.assess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Candidate;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Impact;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** The headlines of candidates that have a common root, at one time: when each began is not known. */
final class CandidateGroups {

  private record Grouped(CauseGroup group, List<Candidate> candidates) {}

  private CandidateGroups() {}

  /**
   * The same candidates, explained by the roots that they name, and the candidates about these roots.
   *
   * @param checks that judge groups, by id
   */
  static List<Candidate> explained(List<Candidate> candidates, Map<String, GroupCheck> checks) {
    Map<CandidateKey, Grouped> groups = new TreeMap<>();
    TreeSet<CandidateKey> roots = new TreeSet<>();
    for (Candidate candidate : candidates) {
      roots.add(candidate.key());
      CauseGroup group = candidate.assessment().finding().group();
      if (group != null) {
        groups
            .computeIfAbsent(key(group), key -> new Grouped(group, new ArrayList<>()))
            .candidates()
            .add(candidate);
      }
    }
    List<Candidate> all = new ArrayList<>();
    groups.forEach((key, grouped) -> {
      GroupCheck check = checks.get(key.checkId());
      if (check != null && GroupCheck.areMany(anchors(grouped.candidates()))) {
        all.add(new Candidate(
            key,
            null,
            null,
            null,
            Assessor.assess(check, grouped.group(), radius(grouped.candidates())),
            null));
        roots.add(key);
      }
    });
    candidates.forEach(candidate -> all.add(explained(candidate, roots)));
    return all;
  }

  private static Candidate explained(Candidate candidate, Set<CandidateKey> roots) {
    CauseGroup group = candidate.assessment().finding().group();
    if (group == null || !candidate.headline()) {
      return candidate;
    }
    CandidateKey root = key(group);
    return root.equals(candidate.key()) || !roots.contains(root)
        ? candidate
        : candidate.withCause(root);
  }

  private static BlastRadius radius(List<Candidate> candidates) {
    List<ObjectRef> workloads = anchors(candidates);
    List<String> namespaces =
        workloads.stream().map(ObjectRef::namespace).distinct().sorted().toList();
    return new BlastRadius(
        workloads.stream().map(BlastRadius::place).limit(Assessor.MEMBERS).toList(),
        workloads.size(),
        namespaces.stream().limit(BlastRadius.NAMESPACES).toList(),
        namespaces.size(),
        candidates.stream()
            .map(candidate -> candidate.assessment().severity())
            .max(Comparator.naturalOrder())
            .orElse(Severity.INFO),
        candidates.stream()
            .map(candidate -> candidate.assessment().reading().impact())
            .max(Comparator.naturalOrder())
            .orElse(Impact.UNKNOWN),
        candidates.stream()
            .limit(BlastRadius.EXAMPLES)
            .map(CandidateGroups::example)
            .toList());
  }

  private static List<ObjectRef> anchors(List<Candidate> candidates) {
    return candidates.stream()
        .map(candidate -> candidate.key().anchor())
        .distinct()
        .sorted(Comparator.comparing(ObjectRef::namespace).thenComparing(ObjectRef::name))
        .toList();
  }

  private static Evidence example(Candidate candidate) {
    return BlastRadius.example(
        candidate.key().anchor(),
        candidate.key().checkId(),
        candidate.assessment().message());
  }

  private static CandidateKey key(CauseGroup group) {
    return new CandidateKey(group.anchor(), group.checkId(), group.aspect());
  }
}
