package org.mcpruntime.watcher.oracle;

import java.util.List;

/**
 * A defect that somebody could make in the engine.
 *
 * @param name what is wrong then
 * @param file of the engine, without its ending
 * @param text stands in it exactly once
 * @param replacement in place of that text
 */
record Mutant(String name, String file, String text, String replacement) {

  static final List<Mutant> ALL = List.of(
      new Mutant(
          "time that was not seen counts",
          "Window",
          "for (Interval blind : unseen) {",
          "for (Interval blind : List.<Interval>of()) {"),
      new Mutant(
          "an end is remembered for 5 minutes",
          "EngineSettings",
          "Duration.ofMinutes(15)",
          "Duration.ofMinutes(5)"),
      new Mutant(
          "the first reopening is flapping",
          "IncidentWriter",
          "getReopened() >= 2",
          "getReopened() >= 1"),
      new Mutant(
          "any TICK bridges a jump",
          "KindWatch",
          "jumpedFrom < 0 || progress >= jumpedTo",
          "jumpedFrom < 0 || progress < Long.MAX_VALUE"),
      new Mutant(
          "a timer fires behind the record of its time",
          "TimerTable",
          "timers.first().due() > time",
          "timers.first().due() >= time"),
      new Mutant(
          "a deletion closes nothing",
          "ClusterEngine",
          "turn.close(base, CloseReason.SUBJECT_DELETED);",
          "turn.assess(base);"),
      new Mutant(
          "an effect is not assessed when its cause opens or ends",
          "Runner",
          "if (wasOpen != isOpen) {",
          "if (wasOpen && wasOpen != isOpen && isOpen) {"),
      new Mutant(
          "impact is not read again", "Reach", "assessAround(ref, before, after, turn);", ""),
      new Mutant(
          "a hold goes on when its token changes",
          "LifeCycle",
          "token.equals(pending.token())",
          "token.length() >= 0"),
      new Mutant(
          "one who moves is healthy",
          "Folder",
          "return new Fold.Paused();\n    } else if (onset == null",
          "return new Fold.Ok();\n    } else if (onset == null"));
}
