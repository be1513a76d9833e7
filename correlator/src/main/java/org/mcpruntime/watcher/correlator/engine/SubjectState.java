package org.mcpruntime.watcher.correlator.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.BinaryReader;
import org.mcpruntime.watcher.checks.facts.BinaryWriter;

/**
 * What one check keeps of one subject.
 *
 * @param base the incident key without aspect that its verdict counts for; null when it is OK or has no place
 * @param adrift since when its chain of owners is broken, milliseconds, so that only memory tells the place; {@link #NEVER}
 *     when it is not
 * @param lookAgainAt when it has to be judged again, milliseconds; {@link #NEVER} when a change must come
 * @param defect the check threw when it judged this subject
 */
record SubjectState(
    @Nullable String base, long adrift, long lookAgainAt, boolean defect, List<Remembered> memos) {

  static final long NEVER = -1;
  static final SubjectState EMPTY = new SubjectState(null, NEVER, NEVER, false, List.of());

  /**
   * Something a check wants to know later.
   *
   * @param at when it was written, milliseconds
   * @param keep forgotten after so many milliseconds that were seen
   */
  record Remembered(String name, String value, long at, long keep) {}

  SubjectState {
    memos = List.copyOf(memos);
  }

  boolean empty() {
    return equals(EMPTY);
  }

  Optional<String> remembered(String name) {
    for (Remembered memo : memos) {
      if (memo.name().equals(name)) {
        return Optional.of(memo.value());
      }
    }
    return Optional.empty();
  }

  // Most verdicts change nothing of this: then it stays the same object.

  SubjectState withPlace(@Nullable String other, long adriftSince) {
    return adriftSince == adrift && Objects.equals(other, base)
        ? this
        : new SubjectState(other, adriftSince, lookAgainAt, defect, memos);
  }

  SubjectState withLookAgainAt(long time) {
    return time == lookAgainAt ? this : new SubjectState(base, adrift, time, defect, memos);
  }

  SubjectState withDefect(boolean threw) {
    return threw == defect ? this : new SubjectState(base, adrift, lookAgainAt, threw, memos);
  }

  SubjectState withMemos(List<Remembered> others) {
    return others.equals(memos)
        ? this
        : new SubjectState(base, adrift, lookAgainAt, defect, others);
  }

  byte[] toBytes() {
    BinaryWriter out = new BinaryWriter();
    out.nullableText(base).number(adrift).number(lookAgainAt).flag(defect);
    out.list(
        memos,
        memo -> out.text(memo.name()).text(memo.value()).number(memo.at()).number(memo.keep()));
    return out.toBytes();
  }

  static SubjectState read(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    return new SubjectState(
        in.nullableText(),
        in.number(),
        in.number(),
        in.flag(),
        in.list(() -> new Remembered(in.text(), in.text(), in.number(), in.number())));
  }
}
