package org.mcpruntime.watcher.checks.assess;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Missing;
import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * What the checks say of a cluster at one time, without memory: what has just begun stands beside what has lasted.
 *
 * @param candidates what is wrong, headlines with the worst severity first
 * @param undecided what could not be judged although it was asked for
 * @param notLookedAt kinds that checks would read and that nobody asked for, sorted
 * @param counts of verdicts over all checks and subjects
 */
public record Diagnosis(
    Instant asOf,
    int objects,
    List<Candidate> candidates,
    List<Undecided> undecided,
    List<KindRef> notLookedAt,
    Counts counts) {

  public Diagnosis {
    candidates = List.copyOf(candidates);
    undecided = List.copyOf(undecided);
    notLookedAt = List.copyOf(notLookedAt);
  }

  /**
   * What would become an incident.
   *
   * @param uid of the anchor, when known
   * @param server owning MCPServer
   * @param causedBy another candidate of this diagnosis that explains this one; null for a headline
   */
  public record Candidate(
      CandidateKey key,
      @Nullable String uid,
      @Nullable ObjectRef server,
      @Nullable String teamId,
      Assessment assessment,
      @Nullable CandidateKey causedBy) {

    public boolean headline() {
      return causedBy == null;
    }

    /** The same, explained by another one, or by none. */
    public Candidate withCause(@Nullable CandidateKey cause) {
      return new Candidate(key, uid, server, teamId, assessment, cause);
    }
  }

  /** A subject, or a whole kind when {@code subject} is null, that a check could not judge, and what was missing. */
  public record Undecided(String checkId, @Nullable ObjectRef subject, List<Missing> missing) {
    public Undecided {
      missing = List.copyOf(missing);
    }

    /** All that was missing, for a person. */
    public String missingText() {
      return missing.stream().map(Missing::text).collect(Collectors.joining(", "));
    }
  }

  /** How often each verdict was given. */
  public record Counts(int ok, int failing, int progressing, int notApplicable, int cannotSee) {}
}
