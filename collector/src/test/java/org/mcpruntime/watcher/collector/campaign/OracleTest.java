package org.mcpruntime.watcher.collector.campaign;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpruntime.watcher.collector.campaign.LogEntry.Coverage;
import org.mcpruntime.watcher.collector.campaign.LogEntry.Gap;
import org.mcpruntime.watcher.collector.campaign.ServerChange.Action;
import org.mcpruntime.watcher.collector.campaign.Story.Draft;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.avro.Origin;

class OracleTest {
  @Test
  void acceptsWhatIsRight() {
    // Given
    Story story = Story.whole();

    // Then
    accepts(story, Injected.NOTHING);
  }

  @Test
  void acceptsARelistThatWasCutShort() {
    // Given: its first attempt told half of it, and gave the position up
    Story story = Story.whole();
    Draft begin = story.the(Operation.SNAPSHOT_BEGIN, 1);
    story.begin("cut");
    story.lastBefore(begin);
    story.told(Operation.MODIFIED, Origin.RELIST_DIFF, "c", "c1", 16, "sixteen");
    story.lastBefore(begin);
    story.the(Operation.GAP, 0).gap = new Gap(null, "22");
    story.kinds.put(Story.POD, new Collected.Position("23", "second", 11L));
    story.the(Operation.TICK, 1).baseOffset = 11L;

    // Then
    accepts(story.number(), Injected.NOTHING);
  }

  @Test
  void acceptsALostChangeThatIsRepaired() {
    // Given
    Story story = lost();
    story.told(Operation.MODIFIED, Origin.REPAIR, "same", "s1", 25, "twenty-five");
    story.table.put(Story.key("same"), new Version("s1", "25"));

    // Then
    accepts(story.number(), new Injected(Map.of(), Map.of(Story.POD, 1)));
  }

  @Test
  void acceptsALostChangeBehindAFirstListThatMayBeOfSeveralMoments() {
    // Given: nothing was there before 10, and again after 11, when the list was made; 12 was lost
    Story story = new Story();
    story.did(10, Action.ADDED, "a", "a1", "ten");
    story.did(11, Action.DELETED, "a", "a1", "ten");
    story.did(12, Action.ADDED, "b", "b1", "twelve");
    story.did(13, Action.DELETED, "b", "b1", "twelve");
    story.begin("first");
    story.end("first", 0);
    story.told(Operation.DELETED, Origin.WATCH, "b", "b1", 13, "twelve");
    story.tick(1, 0, 0, "13");
    story.kinds.put(Story.POD, new Collected.Position("13", "first", 0L));

    // Then
    accepts(story.number(), new Injected(Map.of(), Map.of(Story.POD, 1)));
  }

  @Test
  void acceptsALostReplacementThatIsRepaired() {
    // Given
    Story story = Story.whole();
    story.did(25, Action.DELETED, "same", "s1", "twelve");
    story.did(26, Action.ADDED, "same", "s2", "twenty-six");
    story.told(Operation.DELETED, Origin.REPAIR, "same", "s1", 12, null);
    story.told(Operation.ADDED, Origin.REPAIR, "same", "s2", 26, "twenty-six");
    story.table.put(Story.key("same"), new Version("s2", "26"));
    story.kinds.put(Story.POD, new Collected.Position("26", "second", 9L));

    // Then
    accepts(story.number(), new Injected(Map.of(), Map.of(Story.POD, 2)));
  }

  @Test
  void missesALostChangeThatIsNotRepaired() {
    // Given
    Story story = lost();

    // Then
    rejects(story.number(), new Injected(Map.of(), Map.of(Story.POD, 1)), "at the end");
  }

  @Test
  void acceptsADeadLetterForGarbage() {
    // Given
    Story story = Story.whole();
    story.deadLetters.add(Story.POD);

    // Then
    accepts(story, new Injected(Map.of(Story.POD, 1), Map.of()));
  }

  @Test
  void acceptsAKindThatWentWithItsDefinitionAndCameBack() {
    // Given
    Story story = Story.whole();
    story.history.definedBy(Story.POD, Story.key("gone"));
    story.did(24, Action.DELETED, "a", "a2", "nineteen");
    story.did(25, Action.DELETED, "c", "c1", "seventeen");
    story.did(26, Action.DELETED, "d", "d1", "twenty-three");
    story.did(27, Action.DELETED, "same", "s1", "twelve");
    story.did(28, Action.ADDED, "new", "n1", "twenty-eight");
    story.told(Operation.DELETED, Origin.ABSENT, "a", "a2", 19, null);
    story.told(Operation.DELETED, Origin.ABSENT, "c", "c1", 17, null);
    story.told(Operation.DELETED, Origin.ABSENT, "d", "d1", 23, null);
    story.told(Operation.DELETED, Origin.ABSENT, "same", "s1", 12, null);
    story.tick(3);
    story.begin("third");
    story.told(Operation.ADDED, Origin.RELIST_DIFF, "new", "n1", 28, "twenty-eight");
    story.control(Operation.GAP, "Gap").gap = new Gap(null, "28");
    story.end("third", 1);
    story.table.clear();
    story.table.put(Story.key("new"), new Version("n1", "28"));
    story.kinds.put(Story.POD, new Collected.Position("28", "third", 24L));

    // Then
    accepts(story.number(), Injected.NOTHING);
  }

  @ParameterizedTest
  @MethodSource
  void rejectsWhatIsWrong(Consumer<Story> wrong, String rule) {
    // Given
    Story story = Story.whole();
    wrong.accept(story);

    // Then
    rejects(story, Injected.NOTHING, rule);
  }

  static Stream<Arguments> rejectsWhatIsWrong() {
    return Stream.of(
        wrong("a hole", "the sequence has no holes", story -> story.log.remove(story.version(14))),
        wrong("a record left out", "the server's next change", story -> {
          story.log.remove(story.version(13));
          story.number();
        }),
        wrong("a record twice", "the server's next change", story -> {
          story.told(Operation.MODIFIED, Origin.WATCH, "d", "d1", 23, "twenty-three");
          story.number();
        }),
        wrong("two records swapped", "the server's next change", story -> {
          Draft later = story.version(14);
          story.log.remove(later);
          story.log.add(5, later);
          story.number();
        }),
        wrong("the newest record left out", "is not where the log is", story -> {
          story.log.remove(story.version(23));
          story.number();
        }),
        wrong("the newest change nowhere", "at the end", story -> {
          story.did(24, Action.ADDED, "late", "l1", "twenty-four");
          story.did(25, Action.DELETED, "late", "l1", "twenty-four");
          story.did(26, Action.ADDED, "later", "l2", "twenty-six");
        }),
        wrong("a change unseen that left no trace", "a change is not in the log", story -> {
          story.did(24, Action.ADDED, "late", "l1", "twenty-four");
          story.did(25, Action.DELETED, "late", "l1", "twenty-four");
        }),
        wrong("time that goes back", "time never goes back", story -> story.version(14).time = 1),
        wrong("a zombie's record", "an older collector's record", story -> {
          story.version(13).epoch = 2;
        }),
        wrong("a tick left out", "ticks are numbered", story -> {
          story.log.remove(story.the(Operation.TICK, 0));
          story.number();
        }),
        wrong("no base", "so there is a base", story -> {
          story.the(Operation.TICK, 0).baseOffset = null;
        }),
        wrong("an old base", "the base is the oldest begin", story -> {
          story.the(Operation.TICK, 1).baseOffset = 0L;
        }),
        wrong("a wrong count in the coverage", "coverage counts", story -> {
          story.the(Operation.TICK, 0).coverage = List.of(new Coverage(Story.POD, true, 5, "14"));
        }),
        wrong("a position before its records", "is not where the log is", story -> {
          story.the(Operation.TICK, 0).coverage = List.of(new Coverage(Story.POD, true, 4, "15"));
        }),
        wrong("a position behind its records", "is not where the log is", story -> {
          story.the(Operation.TICK, 0).coverage = List.of(new Coverage(Story.POD, true, 4, "13"));
        }),
        wrong("synced without a position", "synced only when", story -> {
          story.the(Operation.TICK, 0).coverage = List.of(new Coverage(Story.POD, true, 4, null));
        }),
        wrong("no gap", "a relist tells its gap", story -> {
          story.log.remove(story.the(Operation.GAP, 0));
          story.number();
        }),
        wrong("a gap that begins too late", "is not where the log is", story -> {
          story.the(Operation.GAP, 0).gap = new Gap("16", "22");
        }),
        wrong("a gap that ends too early", "after the list", story -> {
          story.the(Operation.GAP, 0).gap = new Gap("15", "20");
        }),
        wrong("a gap without begin", "follows an interrupted list only", story -> {
          story.the(Operation.GAP, 0).gap = new Gap(null, "22");
        }),
        wrong("a gap outside of a list", "a gap is told by a relist", story -> {
          story.control(Operation.GAP, "Gap").gap = new Gap("23", "23");
          story.number();
        }),
        wrong("an end without begin", "a list ends that did not begin", story -> {
          story.the(Operation.SNAPSHOT_END, 1).snapshotId = "other";
        }),
        wrong("a wrong count at the end", "a list's end counts", story -> {
          story.the(Operation.SNAPSHOT_END, 1).objectCount = 5L;
        }),
        wrong("an object that a list does not mention", "every live object is mentioned", story -> {
          story.log.remove(story.the(Operation.SNAPSHOT, 3));
          story.number();
        }),
        wrong("a first list of no moment", "what was at one moment", story -> {
          story.log.remove(story.version(11));
          story.number();
        }),
        wrong("a snapshot that changes", "restates and never changes", story -> {
          story.the(Operation.SNAPSHOT, 3).version = new Version("s1", "13");
        }),
        wrong("a snapshot of an unknown object", "only a first list", story -> {
          story.version(22).operation = Operation.SNAPSHOT;
        }),
        wrong("a snapshot outside of one", "is within a snapshot", story -> {
          story.told(Operation.SNAPSHOT, Origin.LIST, "same", "s1", 12, "twelve");
          story.number();
        }),
        wrong("a difference outside of a list", "is within one", story -> {
          story.version(23).origin = Origin.RELIST_DIFF;
        }),
        wrong("an addition by a definition", "only deletions come without a list", story -> {
          story.history.definedBy(Story.POD, Story.key("gone"));
          story.version(23).origin = Origin.RELIST_DIFF;
        }),
        wrong("a snapshot's record of another one", "is within a snapshot", story -> {
          story.the(Operation.SNAPSHOT, 3).snapshotId = "first";
        }),
        wrong("a repair of nothing", "a repair without a lost change", story -> {
          story.told(Operation.MODIFIED, Origin.REPAIR, "c", "c1", 16, "sixteen");
          story.number();
        }),
        wrong("a known object added", "ADDED is for a new object", story -> {
          story.version(17).operation = Operation.ADDED;
        }),
        wrong("an unknown object modified", "ADDED is for a new object", story -> {
          story.version(22).operation = Operation.MODIFIED;
        }),
        wrong("an older version after a newer one", "no older version", story -> {
          story.told(Operation.MODIFIED, Origin.RELIST_DIFF, "c", "c1", 16, "sixteen");
          story.lastBefore(story.version(22));
          story.number();
        }),
        wrong("a version told again", "a version is told once", story -> {
          story.told(Operation.MODIFIED, Origin.RELIST_DIFF, "c", "c1", 14, "fourteen");
          story.lastBefore(story.version(22));
          story.number();
        }),
        wrong("a deleted object that comes back", "does not come back", story -> {
          Draft at = story.version(22);
          story.did(24, Action.ADDED, "back", "k1", "twenty-four");
          story.did(25, Action.MODIFIED, "back", "k1", "twenty-five");
          story.did(26, Action.DELETED, "back", "k1", "twenty-five");
          story.told(Operation.ADDED, Origin.RELIST_DIFF, "back", "k1", 24, "twenty-four");
          story.lastBefore(at);
          story.told(Operation.DELETED, Origin.ABSENT, "back", "k1", 24, null);
          story.lastBefore(at);
          story.told(Operation.ADDED, Origin.RELIST_DIFF, "back", "k1", 25, "twenty-five");
          story.lastBefore(at);
          story.number();
        }),
        wrong("a deletion of another object", "of the object that was told", story -> {
          Draft deletion = story.the(Operation.DELETED, 1);
          deletion.version = new Version("a2", "13");
        }),
        wrong("a deletion that never was", "the server never deleted it", story -> {
          story.told(Operation.DELETED, Origin.ABSENT, "same", "s1", 12, null);
          story.lastBefore(story.the(Operation.SNAPSHOT, 3));
          story.number();
        }),
        wrong("a replaced object without successor", "followed by its successor", story -> {
          story.log.remove(story.version(19));
          story.number();
        }),
        wrong("an object as it never was", "as the server had it", story -> {
          story.version(22).mark = "twenty";
        }),
        wrong("a watched object as it never was", "the server's next change", story -> {
          story.version(14).mark = "thirteen";
        }),
        wrong("a record without version", "has uid and resourceVersion", story -> {
          story.version(22).version = null;
        }),
        wrong("a kind that nobody collects", "a kind that is not collected", story -> {
          story.version(14).kind = "core/Secret";
        }),
        wrong("an unknown operation", "no known operation", story -> {
          story.version(14).operation = Operation.UNKNOWN;
        }),
        wrong("a row too few", "in the table", story -> story.table.remove(Story.key("same"))),
        wrong("a row too many", "in the table", story -> {
          story.table.put(Story.key("b"), new Version("b1", "11"));
        }),
        wrong("an old row", "in the table", story -> {
          story.table.put(Story.key("c"), new Version("c1", "14"));
        }),
        wrong("another sequence in the state", "the state is", story -> {
          story.leader = new Collected.Leader(1, 18, 2, 19_000);
        }),
        wrong("a state that is older than the log", "the state is", story -> {
          story.leader = new Collected.Leader(1, 19, 2, 18_999);
        }),
        wrong("no state", "nothing was collected", story -> story.leader = null),
        wrong("no position in the state", "the state has a position", story -> {
          story.kinds.put(Story.POD, new Collected.Position(null, "second", 9L));
        }),
        wrong("an old position in the state", "is not where the log is", story -> {
          story.kinds.put(Story.POD, new Collected.Position("22", "second", 9L));
        }),
        wrong("another snapshot in the state", "names the newest complete list", story -> {
          story.kinds.put(Story.POD, new Collected.Position("23", "first", 0L));
        }),
        wrong("a begin behind its records", "replayed from a complete list", story -> {
          story.the(Operation.SNAPSHOT_BEGIN, 1).offset = 15;
          story.the(Operation.TICK, 1).baseOffset = 15L;
          story.kinds.put(Story.POD, new Collected.Position("23", "second", 15L));
        }),
        wrong("a dead letter without garbage", "without garbage", story -> {
          story.deadLetters.add(Story.POD);
        }));
  }

  /** A change that a watch left out: told is only what comes after it. */
  private static Story lost() {
    Story story = Story.whole();
    story.did(25, Action.MODIFIED, "same", "s1", "twenty-five");
    story.did(26, Action.MODIFIED, "d", "d1", "twenty-six");
    story.told(Operation.MODIFIED, Origin.WATCH, "d", "d1", 26, "twenty-six");
    story.table.put(Story.key("d"), new Version("d1", "26"));
    story.kinds.put(Story.POD, new Collected.Position("26", "second", 9L));
    return story;
  }

  private static Arguments wrong(String name, String rule, Consumer<Story> change) {
    return Arguments.of(Named.of(name, change), rule);
  }

  private static void accepts(Story story, Injected injected) {
    assertThatCode(() -> Oracle.check(story.history, story.collected(), injected))
        .doesNotThrowAnyException();
  }

  private static void rejects(Story story, Injected injected, String rule) {
    assertThatThrownBy(() -> Oracle.check(story.history, story.collected(), injected))
        .isInstanceOf(DifferenceException.class)
        .hasMessageContaining(rule);
  }
}
