package org.mcpruntime.watcher.correlator.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.check.Sight;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;
import org.mcpruntime.watcher.schemas.avro.CoverageState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;

/**
 * What is seen of one kind, and when it was not.
 *
 * @param state as the newest TICK told it
 * @param reason why it is not SEEN; empty when it is
 * @param since since when, milliseconds
 * @param jumpedFrom last time before a jump that progress has not yet bridged; -1 when there is none
 * @param jumpedTo first time after that jump; only progress from then on bridges it
 * @param blind stretches not seen within the horizon, the open one last
 */
public record KindWatch(
    Sight.State state,
    String reason,
    long since,
    long jumpedFrom,
    long jumpedTo,
    List<Interval> blind) {

  /** Why a kind is not seen although a TICK says so: nothing came of it since the log was silent. */
  public static final String NO_PROGRESS = "NoProgressYet";

  public static final KindWatch NEVER_SEEN = new KindWatch(
      Sight.State.NOT_LOOKED_AT, "NotLookedAt", 0, -1, -1, List.of(new Interval(0, Interval.OPEN)));

  public KindWatch {
    blind = List.copyOf(blind);
  }

  boolean seen() {
    return state == Sight.State.SEEN && jumpedFrom < 0;
  }

  public Sight sight() {
    return switch (state) {
      case SEEN -> jumpedFrom < 0 ? Sight.SEEN : Sight.blind(NO_PROGRESS);
      case BLIND -> Sight.blind(reason);
      case NOT_LOOKED_AT -> Sight.NOT_LOOKED_AT;
    };
  }

  /** Why it cannot be seen now. */
  String why() {
    return state == Sight.State.SEEN ? NO_PROGRESS : reason;
  }

  long whySince() {
    return state == Sight.State.SEEN ? jumpedFrom : since;
  }

  /** Time went on from {@code last} to {@code now} without anything being told. */
  public KindWatch jumped(long last, long now) {
    return new KindWatch(
        state, reason, since, jumpedFrom < 0 ? last : jumpedFrom, now, opened(last));
  }

  /**
   * What a TICK at {@code now} says of it.
   *
   * @param told null when the TICK does not name the kind
   */
  public KindWatch told(@Nullable KindCoverage told, long now) {
    if (told == null) {
      return state == Sight.State.NOT_LOOKED_AT
          ? this
          : lost(Sight.State.NOT_LOOKED_AT, Sight.NOT_LOOKED_AT.reason(), now);
    }
    long sinceTold = Math.min(now, told.getSince().toEpochMilli());
    if (told.getState() == CoverageState.SYNCED) {
      Instant progress = told.getLastProgress();
      return synced(sinceTold, progress == null ? -1 : progress.toEpochMilli(), now);
    }
    return lost(Sight.State.BLIND, reason(told), sinceTold);
  }

  private static String reason(KindCoverage told) {
    if (told.getReason() != null) {
      return told.getReason().toString();
    }
    return told.getState() == CoverageState.SYNCING ? "Listing" : "Unknown";
  }

  /**
   * A TICK at {@code now} says that it is seen.
   *
   * @param progress time of the last progress, -1 when there was none
   */
  private KindWatch synced(long sinceTold, long progress, long now) {
    boolean bridged = jumpedFrom < 0 || progress >= jumpedTo;
    return new KindWatch(
        Sight.State.SEEN,
        "",
        state == Sight.State.SEEN ? since : sinceTold,
        bridged ? -1 : jumpedFrom,
        bridged ? -1 : jumpedTo,
        bridged ? closed(now) : blind);
  }

  /** A TICK says that it is not seen, since {@code sinceTold}. A jump before it needs progress after it all the same. */
  KindWatch lost(Sight.State how, String why, long sinceTold) {
    return how == state && why.equals(reason) && sinceTold == since
        ? this
        : new KindWatch(how, why, sinceTold, jumpedFrom, jumpedTo, opened(sinceTold));
  }

  /** A stretch in the past that was not observed change by change. */
  KindWatch gap(long from, long to) {
    if (to <= from) {
      return this;
    }
    List<Interval> all = new ArrayList<>(blind);
    all.add(0, new Interval(from, to));
    return new KindWatch(state, reason, since, jumpedFrom, jumpedTo, all);
  }

  /** Forgets what ended before {@code cut}. */
  public KindWatch since(long cut) {
    return blind.stream().allMatch(interval -> interval.to() >= cut)
        ? this
        : new KindWatch(
            state,
            reason,
            since,
            jumpedFrom,
            jumpedTo,
            blind.stream().filter(interval -> interval.to() >= cut).toList());
  }

  private List<Interval> opened(long from) {
    if (!blind.isEmpty() && last().open()) {
      return blind;
    }
    List<Interval> all = new ArrayList<>(blind);
    all.add(new Interval(all.isEmpty() ? from : Math.max(from, last().to()), Interval.OPEN));
    return all;
  }

  private List<Interval> closed(long now) {
    if (blind.isEmpty() || !last().open()) {
      return blind;
    }
    List<Interval> all = new ArrayList<>(blind);
    all.set(all.size() - 1, last().endedAt(now));
    return all;
  }

  private Interval last() {
    return blind.get(blind.size() - 1);
  }

  void write(BinaryWriter out) {
    out.constant(state).text(reason).number(since).number(jumpedFrom).number(jumpedTo);
    out.list(blind, interval -> interval.write(out));
  }

  static KindWatch read(BinaryReader in) {
    return new KindWatch(
        Sight.State.valueOf(in.text()),
        in.text(),
        in.number(),
        in.number(),
        in.number(),
        in.list(() -> Interval.read(in)));
  }
}
