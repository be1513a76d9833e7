package org.mcpruntime.watcher.checks.assess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Complaint;
import org.mcpruntime.watcher.checks.check.CauseGroup;
import org.mcpruntime.watcher.checks.check.Evidence;
import org.mcpruntime.watcher.checks.check.GroupCheck;
import org.mcpruntime.watcher.checks.check.Impact;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** The headlines of complaints that have a common root, at one time: when each began is not known. */
final class ComplaintGroups {

  private record Grouped(CauseGroup group, List<Complaint> complaints) {}

  private ComplaintGroups() {}

  /**
   * The same complaints, explained by the roots that they name, and the complaints about these roots.
   *
   * @param checks that judge groups, by id
   */
  static List<Complaint> explained(List<Complaint> complaints, Map<String, GroupCheck> checks) {
    Map<ComplaintKey, Grouped> groups = new TreeMap<>();
    TreeSet<ComplaintKey> roots = new TreeSet<>();
    for (Complaint complaint : complaints) {
      roots.add(complaint.key());
      CauseGroup group = complaint.assessment().finding().group();
      if (group != null) {
        groups
            .computeIfAbsent(key(group), key -> new Grouped(group, new ArrayList<>()))
            .complaints()
            .add(complaint);
      }
    }
    List<Complaint> all = new ArrayList<>();
    groups.forEach((key, grouped) -> {
      GroupCheck check = checks.get(key.checkId());
      if (check != null && GroupCheck.areMany(anchors(grouped.complaints()))) {
        all.add(new Complaint(
            key,
            null,
            null,
            null,
            Assessor.assess(check, grouped.group(), radius(grouped.complaints())),
            null));
        roots.add(key);
      }
    });
    complaints.forEach(complaint -> all.add(explained(complaint, roots)));
    return all;
  }

  private static Complaint explained(Complaint complaint, Set<ComplaintKey> roots) {
    CauseGroup group = complaint.assessment().finding().group();
    if (group == null || !complaint.headline()) {
      return complaint;
    }
    ComplaintKey root = key(group);
    return root.equals(complaint.key()) || !roots.contains(root)
        ? complaint
        : new Complaint(
            complaint.key(),
            complaint.uid(),
            complaint.server(),
            complaint.teamId(),
            complaint.assessment(),
            root);
  }

  private static BlastRadius radius(List<Complaint> complaints) {
    List<ObjectRef> workloads = anchors(complaints);
    List<String> namespaces =
        workloads.stream().map(ObjectRef::namespace).distinct().sorted().toList();
    return new BlastRadius(
        workloads.stream().map(BlastRadius::place).limit(Assessor.MEMBERS).toList(),
        workloads.size(),
        namespaces.stream().limit(BlastRadius.NAMESPACES).toList(),
        namespaces.size(),
        complaints.stream()
            .map(complaint -> complaint.assessment().severity())
            .max(Comparator.naturalOrder())
            .orElse(Severity.INFO),
        complaints.stream()
            .map(complaint -> complaint.assessment().reading().impact())
            .max(Comparator.naturalOrder())
            .orElse(Impact.UNKNOWN),
        complaints.stream()
            .limit(BlastRadius.EXAMPLES)
            .map(ComplaintGroups::example)
            .toList());
  }

  private static List<ObjectRef> anchors(List<Complaint> complaints) {
    return complaints.stream()
        .map(complaint -> complaint.key().anchor())
        .distinct()
        .sorted(Comparator.comparing(ObjectRef::namespace).thenComparing(ObjectRef::name))
        .toList();
  }

  private static Evidence example(Complaint complaint) {
    return BlastRadius.example(
        complaint.key().anchor(),
        complaint.key().checkId(),
        complaint.assessment().message());
  }

  private static ComplaintKey key(CauseGroup group) {
    return new ComplaintKey(group.anchor(), group.checkId(), group.aspect());
  }
}
