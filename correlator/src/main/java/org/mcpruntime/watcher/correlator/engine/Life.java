package org.mcpruntime.watcher.correlator.engine;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.avro.Incident;

/**
 * The life of one incident key.
 *
 * <pre>
 *   Quiet ◀──▶ Pending ──▶ Open ◀──▶ Settling ──▶ Resolved ◀──▶ Returning
 *     ▲                     ▲                        │              │
 *     │                     └────────────────────────│──────────────┘
 *     └──────────────────────────────────────────────┘
 *
 *   from            to          when                                            record
 *   Quiet           Pending     FAILING
 *   Pending         Quiet       OK, or the subject is gone, or undecided too long
 *   Pending         Open        the hold is over                                OPENED
 *   Open            Settling    OK
 *   Settling        Open        FAILING, or undecided too long
 *   Settling        Resolved    the settle is over                              RESOLVED
 *   Open, Settling  Resolved    the subject, check or cluster is gone           RESOLVED
 *   Resolved        Returning   FAILING within 15 minutes of the end
 *   Returning       Resolved    as Pending to Quiet, within 15 minutes of the end
 *   Returning       Quiet       as Pending to Quiet, later
 *   Returning       Pending     a horizon after the end
 *   Returning       Open        the hold is over                                REOPENED
 *   Resolved        Quiet       15 minutes after the end
 * </pre>
 *
 * With a hold of zero Pending and Returning are passed in one step. PROGRESSING and CANNOT_SEE leave it undecided: they pause
 * hold and settle, and only what is undecided until nothing of these is left within the horizon is over.
 */
sealed interface Life {

  /** Nothing is wrong and nothing is remembered; never stored. */
  record Quiet() implements Life {
    static final Quiet INSTANCE = new Quiet();
  }

  /**
   * Failing, inside the hold.
   *
   * @param token the hold starts again when the finding's token differs from this
   */
  record Pending(Stopwatch hold, String token, Onset onset) implements Life {}

  /**
   * Told, and not over.
   *
   * @param told the last record written
   * @param onset how the failing stretch began
   * @param opened the records that opened it
   * @param causes incident keys without aspect that would explain it, most specific first
   * @param grouped since when its cause group is told, milliseconds; {@link #UNGROUPED} when none is
   * @param calmer a better or differently worded state that has to hold before it is told
   * @param eased the last of these that was told
   */
  record Open(
      Incident told,
      Onset onset,
      List<RecordRef> opened,
      List<String> causes,
      long grouped,
      @Nullable Calmer calmer,
      @Nullable Eased eased)
      implements Life {

    static final long UNGROUPED = -1;

    public Open {
      opened = List.copyOf(opened);
      causes = List.copyOf(causes);
    }

    /** An episode that opens, or opens again, with this record. */
    static Open with(Incident record, Onset onset, List<RecordRef> opened, List<String> causes) {
      return new Open(record, onset, opened, causes, groupedBy(record), null, null);
    }

    Open with(Incident record) {
      boolean same = Objects.equals(record.getCauseGroup(), told.getCauseGroup());
      return new Open(
          record, onset, opened, causes, same ? grouped : groupedBy(record), calmer, eased);
    }

    private static long groupedBy(Incident record) {
      return record.getCauseGroup() == null ? UNGROUPED : record.getUpdatedAt().toEpochMilli();
    }

    Open withCalmer(@Nullable Calmer other) {
      return new Open(told, onset, opened, causes, grouped, other, eased);
    }

    Open withEased(Eased other) {
      return new Open(told, onset, opened, causes, grouped, calmer, other);
    }

    Open withCauses(List<String> others) {
      return new Open(told, onset, opened, others, grouped, calmer, eased);
    }
  }

  /** A state not worse than the told one, and since when it stands. */
  record Calmer(Stopwatch settle, Saying saying) {}

  /** When a state that is not worse was told, and what had been told before it. */
  record Eased(long at, Saying before) {}

  /**
   * Open, and no longer failing.
   *
   * @param began the record from which on the settle counts
   */
  record Settling(Open open, Stopwatch settle, RecordRef began) implements Life {}

  /** Over, and remembered for 15 minutes. */
  record Resolved(Incident told) implements Life {}

  /** Failing again soon after the end, inside the hold. */
  record Returning(Incident told, Pending pending) implements Life {}

  /** The part that is open, if it is. */
  default @Nullable Open asOpen() {
    if (this instanceof Open open) {
      return open;
    }
    return this instanceof Settling settling ? settling.open() : null;
  }
}
