package org.mcpruntime.watcher.checks.check;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one subject. Its texts are cut, since some hold what anybody may write into an object at any length,
 * and a finding is stored and published.
 *
 * @param aspect stable part of the incident key where one subject can fail in several ways at once, such as
 *     {@code ConfigMap/settings}; empty otherwise
 * @param reason CamelCase, stable
 * @param causeClass class of the failure where the check has classes ({@code UNKNOWN} when not classified), else null
 * @param title at most {@value #TITLE_CHARS} characters, no changing numbers
 * @param message what is seen, with numbers; at most 1,000 characters
 * @param remediation one to three imperative sentences
 * @param evidence at most 10
 * @param container the container it is about, if it is about one
 * @param floor the severity is at least this; impact may raise it
 * @param hold how long this finding must be true before an incident opens
 * @param holdToken the hold starts again whenever this changes (replica counts of a rollout that still moves); empty
 *     when nothing restarts it
 * @param rank among members of one workload the finding with the highest rank speaks for all
 * @param causes incidents that would explain this one, most specific first
 * @param group what it may have in common with findings on other workloads; null when that is not known
 */
public record Finding(
    String aspect,
    String reason,
    @Nullable String causeClass,
    String title,
    String message,
    List<String> remediation,
    List<Evidence> evidence,
    @Nullable String container,
    Severity floor,
    Duration hold,
    String holdToken,
    int rank,
    List<Cause> causes,
    @Nullable CauseGroup group) {

  /** A title may be as long. */
  public static final int TITLE_CHARS = 80;

  private static final int REASON_CHARS = 100;
  private static final int MESSAGE_CHARS = 1_000;
  private static final int STEP_CHARS = 500;
  private static final int EVIDENCE = 10;

  public Finding {
    reason = limit(reason, REASON_CHARS);
    message = limit(message, MESSAGE_CHARS);
    remediation = remediation.stream().map(step -> limit(step, STEP_CHARS)).toList();
    evidence = evidence.stream().limit(EVIDENCE).toList();
    causes = List.copyOf(causes);
    if (title.length() > TITLE_CHARS) {
      throw new IllegalArgumentException("title above " + TITLE_CHARS + " characters: " + title);
    }
  }

  /** A title of this text, cut where it is too long. */
  public static String title(String text) {
    return limit(text, TITLE_CHARS);
  }

  static String limit(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars - 1) + "…";
  }

  /** Begins a finding; {@link FindingDraft} tells what else it may say. */
  public static FindingDraft draft(String reason, String title, String message, Duration hold) {
    return new FindingDraft(reason, title, message, hold);
  }
}
