package org.mcpruntime.watcher.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mcpruntime.watcher.checks.assess.ComplaintKey;
import org.mcpruntime.watcher.checks.assess.Diagnosis.Complaint;
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
   * @param complaint as of the second time; of the first when it went
   * @param sure false when the time that lacks it could not see it
   */
  public record Entry(What what, Complaint complaint, boolean sure) {}

  /** What appeared, what stayed, what went; each in the order of its report. */
  public List<Entry> entries() {
    Map<ComplaintKey, Complaint> before = byKey(first);
    Map<ComplaintKey, Complaint> after = byKey(second);
    List<Entry> entries = new ArrayList<>();
    after.values().stream()
        .filter(complaint -> !before.containsKey(complaint.key()))
        .forEach(complaint ->
            entries.add(new Entry(What.APPEARED, complaint, couldSee(first, complaint))));
    after.values().stream()
        .filter(complaint -> before.containsKey(complaint.key()))
        .forEach(complaint -> entries.add(new Entry(What.STAYED, complaint, true)));
    before.values().stream()
        .filter(complaint -> !after.containsKey(complaint.key()))
        .forEach(
            complaint -> entries.add(new Entry(What.WENT, complaint, couldSee(second, complaint))));
    return entries;
  }

  /** How many headlines. */
  long count(What what) {
    return entries().stream()
        .filter(entry -> entry.what() == what && entry.complaint().headline())
        .count();
  }

  /** That of the second time; blind where either of them, or the time between, could not see something. */
  public int exitCode(Severity failOn) {
    int code = second.report().exitCode(failOn);
    boolean blind = !first.report().unseen().isEmpty() || !second.unseenBefore().isEmpty();
    return code == ExitCode.FINE && blind ? ExitCode.BLIND : code;
  }

  private static Map<ComplaintKey, Complaint> byKey(PastReport past) {
    return past.report().diagnosis().complaints().stream()
        .collect(
            Collectors.toMap(Complaint::key, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }

  /** Whether that check could judge the subjects around this one. */
  private static boolean couldSee(PastReport past, Complaint complaint) {
    return past.report().diagnosis().undecided().stream()
        .noneMatch(undecided -> undecided.checkId().equals(complaint.key().checkId())
            && (undecided.subject() == null
                || undecided
                    .subject()
                    .namespace()
                    .equals(complaint.key().anchor().namespace())));
  }
}
