package org.mcpruntime.watcher.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.process.ChildProcess;
import org.mcpruntime.watcher.testbed.process.JavaCommand;

/** One of the correlators: a name, its local state, and the process that has both while it is up. */
final class Instance {

  private final String name;
  private final Path directory;
  private final JavaCommand java;
  private final Manner manner;
  private final List<ChildProcess> children = new ArrayList<>();
  private @Nullable ChildProcess process;
  private boolean replaced;
  private int states;

  /** @param directory for its states; need not exist */
  Instance(String name, Path directory, JavaCommand java, Manner manner) {
    this.name = name;
    this.directory = directory;
    this.java = java;
    this.manner = manner;
  }

  String name() {
    return name;
  }

  boolean isUp() {
    return process != null;
  }

  /** Its process, which is started when there is none, or when it gave way to another of its name. */
  ChildProcess up() throws IOException {
    ChildProcess present = process;
    if (present == null || hasGivenWay(present)) {
      present = new ChildProcess(java.of(
          CorrelatorProcess.class, manner.arguments(directory.resolve(name + states), name)));
      process = present;
      children.add(present);
    }
    if (!present.isAlive()) {
      throw new DifferenceException("correlator " + name + " ended by itself");
    }
    return present;
  }

  /**
   * Of two processes of one name the group keeps the one that joined last, which may be the older one when it goes on; the
   * other ends and says so.
   */
  private boolean hasGivenWay(ChildProcess child) {
    return replaced && !child.isAlive() && child.output().contains("FencedInstanceIdException");
  }

  void kill() throws IOException {
    up().kill();
    process = null;
  }

  /** Has it end in order. */
  void stop() throws IOException, InterruptedException {
    if (!up().stop()) {
      throw new DifferenceException("correlator " + name + " did not end in order");
    }
    process = null;
  }

  /** When it is up again its local state is gone. */
  void loseState() {
    states++;
  }

  /** Leaves its process to itself; when it is up again it is on another machine. */
  ChildProcess leave() throws IOException {
    ChildProcess left = up();
    process = null;
    replaced = true;
    states++;
    return left;
  }

  /** Ends all it ever was. */
  void end() {
    for (ChildProcess child : children) {
      child.kill();
    }
  }

  /** The newest lines that its processes wrote. */
  String output() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < children.size(); i++) {
      text.append("correlator ").append(name).append(", process ").append(i + 1).append(":\n");
      text.append(children.get(i).output()).append('\n');
    }
    return text.toString();
  }
}
