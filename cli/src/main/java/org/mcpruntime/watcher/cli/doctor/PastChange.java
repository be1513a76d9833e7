package org.mcpruntime.watcher.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.checks.assess.CandidateKey;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Candidate;
import org.mcpruntime.watcher.checks.check.Severity;
import org.mcpruntime.watcher.cli.ExitCode;

/** Which findings came, stayed and went between two times. What happened in between and left no trace is not among them. */
public record PastChange(PastReport first, PastReport second) {

  /** What became of a finding. */
  public enum What {
    APPEARED("+"),
    STAYED("="),
    WENT("-");

    private final String sign;

    What(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  /**
   * One finding.
   *
   * @param candidate as of the second time; of the first when it went
   * @param sure false when the time that lacks it could not see it
   */
  public record Entry(What what, Candidate candidate, boolean sure) {}

  /** What appeared, what stayed, what went; each in the order of its report. */
  public List<Entry> entries() {
    Map<CandidateKey, Candidate> before = byKey(first);
    Map<CandidateKey, Candidate> after = byKey(second);
    List<Entry> entries = new ArrayList<>();
    after.values().stream()
        .filter(candidate -> !before.containsKey(candidate.key()))
        .forEach(candidate ->
            entries.add(new Entry(What.APPEARED, candidate, couldSee(first, candidate))));
    after.values().stream()
        .filter(candidate -> before.containsKey(candidate.key()))
        .forEach(candidate -> entries.add(new Entry(What.STAYED, candidate, true)));
    before.values().stream()
        .filter(candidate -> !after.containsKey(candidate.key()))
        .forEach(
            candidate -> entries.add(new Entry(What.WENT, candidate, couldSee(second, candidate))));
    return entries;
  }

  /** How many headlines. */
  long count(What what) {
    return entries().stream()
        .filter(entry -> entry.what() == what && entry.candidate().headline())
        .count();
  }

  /** That of the second time; blind where either of them, or the time between, could not see something. */
  public int exitCode(Severity failOn) {
    int code = second.report().exitCode(failOn);
    boolean blind = !first.report().unseen().isEmpty() || !second.unseenBefore().isEmpty();
    return code == ExitCode.FINE && blind ? ExitCode.BLIND : code;
  }

  private static Map<CandidateKey, Candidate> byKey(PastReport past) {
    return past.report().diagnosis().candidates().stream()
        .collect(
            Collectors.toMap(Candidate::key, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }

  /** Whether that check could judge the subjects around this one. */
  private static boolean couldSee(PastReport past, Candidate candidate) {
    return past.report().diagnosis().undecided().stream()
        .noneMatch(undecided -> undecided.checkId().equals(candidate.key().checkId())
            && (undecided.subject() == null
                || undecided
                    .subject()
                    .namespace()
                    .equals(candidate.key().anchor().namespace())));
  }
}
