package org.mcpruntime.watcher.oracle;

import static org.mcpruntime.watcher.schemas.avro.Impact.DEGRADED;
import static org.mcpruntime.watcher.schemas.avro.Impact.DOWN;
import static org.mcpruntime.watcher.schemas.avro.Impact.SERVING;
import static org.mcpruntime.watcher.schemas.avro.Impact.UNKNOWN;

import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.oracle.IncidentRecord.Episode;
import org.mcpruntime.watcher.oracle.IncidentRecord.News;
import org.mcpruntime.watcher.oracle.IncidentRecord.Words;
import org.mcpruntime.watcher.schemas.avro.Impact;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;

/** What is told of one incident key: hold, settle, reopening, flapping, and what is worth a record. */
final class Life {

  static final long MINUTE = 60_000;
  static final long HORIZON = 120 * MINUTE;

  /** How hard users are hit; not to know is worse than to know that they are not. */
  private static final List<Impact> HARM = List.of(SERVING, UNKNOWN, DEGRADED, DOWN);

  /**
   * What is so at one instant.
   *
   * @param over why there is nothing left to judge; empty when there is
   * @param words of those that fail; null when none does
   * @param onset when the first of them began to; 0 when nobody saw
   */
  record Fold(String over, @Nullable Words words, Verdict verdict, long onset) {}

  private final String key;
  private final long instant;
  private final LongPredicate seen;
  private final List<IncidentRecord> out;
  private @Nullable IncidentRecord told;

  /** Something that has to be so for some time, and the instants at which it was. */
  private Object wait = "";

  private final TreeSet<Long> waited = new TreeSet<>();
  private long onset;

  /** What was told before the last state that was not worse, and when that was told. */
  private @Nullable News before;

  private long eased;
  private long settle = 2 * MINUTE;

  /** @param seen whether the check saw what it needs at an instant */
  Life(String key, long instant, LongPredicate seen, List<IncidentRecord> out) {
    this.key = key;
    this.instant = instant;
    this.seen = seen;
    this.out = out;
  }

  /** What is told of it; null when it is not open. */
  @Nullable
  Words said() {
    return told != null && told.episode().closeReason().isEmpty() ? told.words() : null;
  }

  /** Nothing of it is remembered any more. */
  boolean quiet(long now) {
    boolean over = told == null || told.episode().resolvedAt() <= now - 15 * MINUTE;
    return waited.isEmpty() && said() == null && over;
  }

  /** An episode that ended one horizon ago is forgotten. */
  void step(Fold fold, long now) {
    Words words = fold.words();
    Words said = said();
    told =
        said == null && told != null && told.episode().resolvedAt() <= now - HORIZON ? null : told;
    String over = fold.over();
    boolean undecided = fold.verdict().equals(Verdict.UNDECIDED);
    waited.removeIf(at -> undecided && at == now);
    waited.headSet(counted(now) > 0 ? now - HORIZON : now).clear();
    if (said != null && words != null) {
      fails(said, words, now);
    } else if (words != null) {
      onset = waited.isEmpty() ? fold.onset() : onset;
      if (lasted("hold " + fold.verdict().token(), fold.verdict().hold(), now)) {
        onset = onset > now - HORIZON ? onset : 0;
        tells(told == null ? IncidentChange.OPENED : IncidentChange.REOPENED, "", words, now);
        waited.clear();
      }
    } else if (said == null && !undecided) {
      waited.clear();
    } else if (said != null && !undecided && (!over.isEmpty() || lasted("settle", settle, now))) {
      tells(IncidentChange.RESOLVED, over.isEmpty() ? "RECOVERED" : over, said, now);
      waited.clear();
      eased = 0;
    }
    long age = told == null ? 0 : now - told.episode().openedAt();
    if (told != null && said() != null && told.at() < now && age % (1440 * MINUTE) == 0) {
      Words news = words == null || !waited.isEmpty() ? told.words() : words;
      tells(IncidentChange.REFRESHED, "", news, now);
    }
  }

  /** Whether it was so for long enough within the last horizon. */
  private boolean lasted(Object what, long millis, long now) {
    waited.removeIf(at -> !wait.equals(what));
    wait = what;
    waited.add(now);
    return counted(now) >= millis;
  }

  /** For how long of the last horizon it was so, as far as that was seen. */
  private long counted(long now) {
    return waited.subSet(now - HORIZON, now).stream().filter(seen::test).count() * instant;
  }

  /**
   * Worse is told at once, so is twice as many, and a cause; what is not worse has to hold first. What is taken back soon after
   * that flaps.
   */
  private void fails(Words then, Words words, long now) {
    News is = words.news();
    News was = then.news();
    boolean more = told != null
        && Integer.highestOneBit(words.members().size()) > told.episode().peak();
    boolean worse = HARM.indexOf(is.impact()) > HARM.indexOf(was.impact());
    boolean takenBack = now <= eased + 15 * MINUTE && (worse || is.equals(before));
    String type = was.type().equals("UNKNOWN") ? was.type() : is.type();
    String cause = was.cause().isEmpty() ? "" : is.cause();
    String group = was.group().isEmpty() ? "" : is.group();
    boolean atOnce = worse || new News(is.impact(), is.reason(), type, cause, group).equals(was);
    waited.removeIf(at -> atOnce);
    if (atOnce ? more || !is.equals(was) : lasted(is, settle, now)) {
      settle = takenBack ? 30 * MINUTE : settle;
      before = atOnce ? before : was;
      eased = atOnce ? eased : now;
      tells(worse ? IncidentChange.ESCALATED : IncidentChange.UPDATED, "", words, now);
      waited.clear();
    } else if (more) {
      Words wider = new Words(was, then.ready(), then.desired(), words.members());
      tells(IncidentChange.UPDATED, "", wider, now);
    }
  }

  private void tells(IncidentChange change, String over, Words words, long now) {
    Episode was = told == null ? new Episode(onset, now, 0, "", 0, 0) : told.episode();
    int reopened = was.reopened() + (change == IncidentChange.REOPENED ? 1 : 0);
    settle = reopened > 1 ? 30 * MINUTE : settle;
    int peak = Math.max(was.peak(), words.members().size());
    long ended = over.isEmpty() ? 0 : now;
    Episode is = new Episode(onset, was.openedAt(), ended, over, reopened, peak);
    told = new IncidentRecord(key, told == null ? 1 : told.revision() + 1, change, now, is, words);
    out.add(told);
  }
}
