package org.mcpruntime.watcher.collector.campaign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.topics.TopicNames;
import org.mcpruntime.watcher.testbed.process.Broker;
import org.mcpruntime.watcher.testbed.process.ChildProcess;
import org.mcpruntime.watcher.testbed.process.JavaCommand;

/** The collectors of an episode, in processes: one after another, or two at once under different names. */
final class Replicas {
  private final Broker broker;
  private final JavaCommand java;
  private final TopicNames topics;
  private final int interval;
  private final List<Site> sites;
  private final Consumer<String> note;
  private final List<ChildProcess> started = new ArrayList<>();
  private String name = "a";
  private @Nullable ChildProcess current;

  /**
   * @param interval seconds between two lists of a kind; 0 for none
   * @param note is told of each that starts
   */
  Replicas(
      Broker broker,
      JavaCommand java,
      TopicNames topics,
      int interval,
      List<Site> sites,
      Consumer<String> note) {
    this.broker = broker;
    this.java = java;
    this.topics = topics;
    this.interval = interval;
    this.sites = sites;
    this.note = note;
  }

  /** The one that runs; starts it when none does. */
  ChildProcess running() throws IOException {
    ChildProcess present = current;
    if (present == null) {
      present = start();
      current = present;
    } else if (!present.isAlive()) {
      throw new IllegalStateException("the collector ended by itself:\n" + present.output());
    }
    return present;
  }

  /** Another one beside it, which is the one that runs from here on. */
  ChildProcess second() throws IOException {
    changeName();
    ChildProcess second = start();
    current = second;
    return second;
  }

  /** The next has the other name of the two. */
  void changeName() {
    name = name.equals("a") ? "b" : "a";
  }

  /** Says which one is left; null for none. */
  void left(@Nullable ChildProcess child) {
    current = child;
  }

  private ChildProcess start() throws IOException {
    Map<String, String> settings = broker.settings();
    List<String> arguments = new ArrayList<>(List.of(
        settings.getOrDefault("bootstrap.servers", ""),
        settings.getOrDefault("schema.registry.url", ""),
        topics.prefix(),
        name,
        Integer.toString(interval)));
    for (Site site : sites) {
      arguments.add(site.name());
      arguments.add(site.kubeconfig().toString());
    }
    ChildProcess child = new ChildProcess(java.of(CollectorProcess.class, arguments));
    started.add(child);
    note.accept("collector " + started.size() + " started");
    return child;
  }

  /** What they wrote. */
  String output() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < started.size(); i++) {
      text.append("collector ").append(i + 1).append(":\n");
      text.append(started.get(i).output()).append('\n');
    }
    return text.toString();
  }

  void kill() {
    for (ChildProcess child : started) {
      child.kill();
    }
  }
}
