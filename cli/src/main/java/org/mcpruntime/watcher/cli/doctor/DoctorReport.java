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
import org.mcpruntime.watcher.checks.assess.CandidateKey;
import org.mcpruntime.watcher.checks.assess.Diagnosis;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Candidate;
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
    List<Candidate> here = all.candidates().stream()
        .filter(candidate ->
            namespace == null || candidate.key().anchor().namespace().equals(namespace))
        .toList();
    List<Candidate> candidates = here.stream().map(withShownCause(here)).toList();
    Diagnosis diagnosis = new Diagnosis(
        all.asOf(), all.objects(), candidates, all.undecided(), all.notLookedAt(), all.counts());
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
  private static UnaryOperator<Candidate> withShownCause(List<Candidate> shown) {
    Set<CandidateKey> keys = shown.stream().map(Candidate::key).collect(Collectors.toSet());
    return candidate -> candidate.headline() || keys.contains(candidate.causedBy())
        ? candidate
        : candidate.withCause(null);
  }

  /** The same Events are served by two groups, and one of them is enough. */
  private static boolean isOtherEvent(KindRef kind, Observed observed) {
    return (kind.equals(Kinds.EVENT) && observed.sights().containsKey(Kinds.CORE_EVENT))
        || (kind.equals(Kinds.CORE_EVENT) && observed.sights().containsKey(Kinds.EVENT));
  }

  public List<Candidate> headlines() {
    return diagnosis.candidates().stream().filter(Candidate::headline).toList();
  }

  /** What a headline explains, directly or through others. */
  public List<Candidate> explainedBy(Candidate headline) {
    return diagnosis.candidates().stream()
        .filter(candidate -> !candidate.headline() && root(candidate).key().equals(headline.key()))
        .toList();
  }

  private Candidate root(Candidate candidate) {
    Candidate at = candidate;
    // No chain is longer than there are candidates.
    for (int step = 0; step < diagnosis.candidates().size() && at.causedBy() != null; step++) {
      Candidate here = at;
      at = diagnosis.candidates().stream()
          .filter(each -> each.key().equals(here.causedBy()))
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
    boolean findings = diagnosis.candidates().stream()
        .anyMatch(candidate -> candidate.assessment().severity().compareTo(failOn) >= 0);
    if (findings) {
      return ExitCode.FINDINGS;
    }
    return unseen.isEmpty() ? ExitCode.FINE : ExitCode.BLIND;
  }
}
