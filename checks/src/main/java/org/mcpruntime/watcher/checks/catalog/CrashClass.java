package org.mcpruntime.watcher.checks.catalog;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.PodFacts;
import org.mcpruntime.watcher.checks.facts.Termination;

/** How the last run of a crashing container ended. */
enum CrashClass {
  OUT_OF_MEMORY("out-of-memory", "out of memory"),
  CANNOT_START("cannot-start", "program cannot be started"),
  EXITS("exits", "program ends without an error"),
  KILLED("killed", "program is killed"),
  ERROR("error", "program fails"),
  UNKNOWN("UNKNOWN", "cause unknown");

  /** Reasons of the kubelet and of container runtimes. */
  private static final Set<String> NOT_STARTED =
      Set.of("StartError", "ContainerCannotRun", "RunContainerError");

  /** A shell that cannot run what it was given ends with one of these. */
  private static final Set<Integer> NOT_FOUND = Set.of(126, 127, 128);

  private static final int FIRST_SIGNAL = 129;

  private final String id;
  private final String words;

  CrashClass(String id, String words) {
    this.id = id;
    this.words = words;
  }

  static CrashClass of(@Nullable Termination last) {
    if (last == null) {
      return UNKNOWN;
    } else if (last.reason().equals(PodOomKilled.REASON)) {
      return OUT_OF_MEMORY;
    } else if (NOT_STARTED.contains(last.reason()) || NOT_FOUND.contains(last.exitCode())) {
      return CANNOT_START;
    } else if (last.exitCode() == 0) {
      return EXITS;
    }
    return last.exitCode() >= FIRST_SIGNAL ? KILLED : ERROR;
  }

  String id() {
    return id;
  }

  String words() {
    return words;
  }

  List<String> remediation(PodFacts pod, String container) {
    String spec = PodFailures.spec(pod);
    String log = "Read the log of the previous run: `kubectl logs " + PodFailures.address(pod)
        + " -c " + container + " --previous`.";
    return switch (this) {
      case OUT_OF_MEMORY ->
        List.of("Raise the memory limit of " + container + " in " + spec
            + ", or make the program need less.");
      case CANNOT_START ->
        List.of(
            "Check command, arguments and mounts of " + container + " in " + spec
                + ": they do not fit the image.",
            "Read why: `kubectl describe pod " + PodFailures.address(pod) + "`.");
      case EXITS ->
        List.of(
            log,
            "Correct the command of " + container + " in " + spec
                + ": a program that is done belongs into a Job.");
      case KILLED ->
        List.of(
            "Look for failing liveness probes: `kubectl describe pod " + PodFailures.address(pod)
                + "`.",
            log);
      case ERROR, UNKNOWN ->
        List.of(log, "Then correct the cause, or go back to the last version.");
    };
  }
}
