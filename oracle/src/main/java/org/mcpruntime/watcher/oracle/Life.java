package org.mcpruntime.watcher.oracle;

import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.oracle.Told.News;
import org.mcpruntime.watcher.oracle.Told.Words;
import org.mcpruntime.watcher.schemas.avro.IncidentChange;

/** What is told of one incident key: hold, settle, reopening, flapping, and what is worth a record. */
final class Life {

  private static final long MINUTE = 60_000;
  static final long HORIZON = 120 * MINUTE;
  private static final long DAY = 1440 * MINUTE;

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
  private final List<Told> out;
  private @Nullable Told told;

  /** Something that has to be so for some time, and the instants at which it was. */
  private Object wait = "";

  private final TreeSet<Long> waited = new TreeSet<>();
  private long onset;

  /** @param seen whether the check saw what it needs at an instant */
  Life(String key, long instant, LongPredicate seen, List<Told> out) {
    this.key = key;
    this.instant = instant;
    this.seen = seen;
    this.out = out;
  }

  boolean open() {
    return told != null && told.episode().closeReason().isEmpty();
  }

  /** Nothing of it is remembered any more. */
  boolean quiet(long now) {
    long end = told == null ? 0 : told.episode().resolvedAt();
    return waited.isEmpty() && !open() && now >= end + 15 * MINUTE;
  }

  void step(Fold fold, long now) {
    Words words = fold.words();
    Words said = told != null && open() ? told.words() : null;
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
    } else if (said != null && !undecided && (!over.isEmpty() || lasted("settle", settle(), now))) {
      tells(IncidentChange.RESOLVED, over.isEmpty() ? "RECOVERED" : over, said, now);
      waited.clear();
    }
    long age = told == null ? 0 : now - told.episode().openedAt();
    if (told != null && open() && told.at() < now && age % DAY == 0) {
      Words news = words == null || !waited.isEmpty() ? told.words() : words;
      tells(IncidentChange.REFRESHED, "", news, now);
    }
  }

  /** Whether it was so for long enough within the last horizon. */
  private boolean lasted(Object what, long millis, long now) {
    if (!wait.equals(what)) {
      waited.clear();
    }
    wait = what;
    waited.add(now);
    return counted(now) >= millis;
  }

  /** For how long of the last horizon it was so, as far as that was seen. */
  private long counted(long now) {
    return waited.subSet(now - HORIZON, now).stream().filter(seen::test).count() * instant;
  }

  private long settle() {
    return (told != null && told.episode().reopened() > 1 ? 30 : 2) * MINUTE;
  }

  /** Worse is told at once, so is twice as many, and a cause; what is not worse has to hold first. */
  private void fails(Words then, Words words, long now) {
    News is = words.news();
    News was = then.news();
    boolean more = told != null
        && Integer.highestOneBit(words.members().size()) > told.episode().peak();
    boolean worse =
        is.severity().compareTo(was.severity()) > 0 || is.impact().compareTo(was.impact()) > 0;
    String cause = was.cause().isEmpty() ? "" : is.cause();
    String group = was.group().isEmpty() ? "" : is.group();
    if (worse || new News(is.severity(), is.impact(), is.reason(), cause, group).equals(was)) {
      waited.clear();
      if (more || !is.equals(was)) {
        tells(worse ? IncidentChange.ESCALATED : IncidentChange.UPDATED, "", words, now);
      }
    } else if (lasted(is, settle(), now)) {
      tells(IncidentChange.UPDATED, "", words, now);
      waited.clear();
    } else if (more) {
      Words wider =
          new Words(was, then.causeClass(), then.ready(), then.desired(), words.members());
      tells(IncidentChange.UPDATED, "", wider, now);
    }
  }

  private void tells(IncidentChange change, String over, Words words, long now) {
    int revision = told == null ? 1 : told.revision() + 1;
    int again = change == IncidentChange.REOPENED ? 1 : 0;
    int reopened = told == null ? 0 : told.episode().reopened() + again;
    long openedAt = told == null ? now : told.episode().openedAt();
    long resolvedAt = over.isEmpty() ? 0 : now;
    int peak =
        Math.max(told == null ? 0 : told.episode().peak(), words.members().size());
    told = new Told(
        key,
        revision,
        change,
        now,
        new Told.Episode(onset, openedAt, resolvedAt, over, reopened, peak),
        words);
    out.add(told);
  }
}
