package org.mcpruntime.watcher.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.assess.ComplaintKey;
import org.mcpruntime.watcher.checks.assess.Diagnosis;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Complaint;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Undecided;
import org.mcpruntime.watcher.checks.assess.Doctor;
import org.mcpruntime.watcher.checks.catalog.Rules;
import org.mcpruntime.watcher.checks.check.Missing;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.Kinds;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.output.Counted;

/**
 * A diagnosis with everything that was not seen.
 *
 * @param unseen what nobody asked for is not among them
 * @param notLookedAt kinds that a check would read and that nobody asked for
 */
public record DoctorReport(
    Diagnosis diagnosis,
    List<Unseen> unseen,
    List<String> notLookedAt,
    int objects,
    Duration took) {

  public DoctorReport {
    unseen = List.copyOf(unseen);
    notLookedAt = List.copyOf(notLookedAt);
  }

  static DoctorReport of(
      Observed observed, Instant asOf, Rules rules, @Nullable String namespace, Duration took) {
    Diagnosis all = Doctor.examine(observed.facts(), observed.sights(), asOf, rules);
    List<Unseen> unseen = new ArrayList<>(observed.unseen());
    for (Undecided entry : all.undecided()) {
      // A whole kind stands among the observed ones already, with a better reason.
      if (entry.subject() != null && !entry.missing().stream().allMatch(Missing::byChoice)) {
        unseen.add(
            new Unseen(entry.checkId() + " of " + entry.subject().text(), entry.missingText()));
      }
    }
    List<Complaint> complaints = all.complaints().stream()
        .filter(complaint ->
            namespace == null || complaint.key().anchor().namespace().equals(namespace))
        .toList();
    complaints = complaints.stream().map(withShownCause(complaints)).toList();
    Diagnosis diagnosis = new Diagnosis(
        all.asOf(), all.objects(), complaints, all.undecided(), all.notLookedAt(), all.counts());
    return new DoctorReport(
        diagnosis,
        unseen,
        all.notLookedAt().stream()
            .filter(kind -> !observed.absent().contains(kind) && !isOtherEvent(kind, observed))
            .map(KindRef::text)
            .toList(),
        observed.objects(),
        took);
  }

  /** A cause that is not shown explains nothing here: a registry has no namespace. */
  private static UnaryOperator<Complaint> withShownCause(List<Complaint> shown) {
    Set<ComplaintKey> keys = shown.stream().map(Complaint::key).collect(Collectors.toSet());
    return complaint -> complaint.headline() || keys.contains(complaint.causedBy())
        ? complaint
        : new Complaint(
            complaint.key(),
            complaint.uid(),
            complaint.server(),
            complaint.teamId(),
            complaint.assessment(),
            null);
  }

  /** The same Events are served by two groups, and one of them is enough. */
  private static boolean isOtherEvent(KindRef kind, Observed observed) {
    return (kind.equals(Kinds.EVENT) && observed.sights().containsKey(Kinds.CORE_EVENT))
        || (kind.equals(Kinds.CORE_EVENT) && observed.sights().containsKey(Kinds.EVENT));
  }

  public List<Complaint> headlines() {
    return diagnosis.complaints().stream().filter(Complaint::headline).toList();
  }

  /** What a headline explains, directly or through others. */
  public List<Complaint> explainedBy(Complaint headline) {
    return diagnosis.complaints().stream()
        .filter(complaint -> !complaint.headline() && root(complaint).key().equals(headline.key()))
        .toList();
  }

  private Complaint root(Complaint complaint) {
    Complaint at = complaint;
    // No chain is longer than there are complaints.
    for (int step = 0; step < diagnosis.complaints().size() && at.causedBy() != null; step++) {
      Complaint here = at;
      at = diagnosis.complaints().stream()
          .filter(candidate -> candidate.key().equals(here.causedBy()))
          .findFirst()
          .orElse(here);
    }
    return at;
  }

  /** {@code 3 findings (1 critical, 2 warning)}. */
  String count() {
    Map<Severity, Integer> bySeverity = new EnumMap<>(Severity.class);
    headlines()
        .forEach(headline -> bySeverity.merge(headline.assessment().severity(), 1, Integer::sum));
    int total = headlines().size();
    String split = bySeverity.entrySet().stream()
        .sorted(Map.Entry.<Severity, Integer>comparingByKey().reversed())
        .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
    return Counted.of(total, "finding") + (split.isEmpty() ? "" : " (" + split + ")");
  }

  /** Findings at or above the limit win over what was not seen. */
  public int exitCode(Severity failOn) {
    boolean findings = diagnosis.complaints().stream()
        .anyMatch(complaint -> complaint.assessment().severity().compareTo(failOn) >= 0);
    if (findings) {
      return ExitCode.FINDINGS;
    }
    return unseen.isEmpty() ? ExitCode.FINE : ExitCode.BLIND;
  }
}
