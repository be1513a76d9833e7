package org.mcpruntime.watcher.testbed.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java process of ours that may be killed at any instant. What it is at it says in single words on its output, such as
 * "begun" and "ready", and what it knows in lines such as "status: …"; it ends in order when its input ends, and so never
 * outlives us. Thread-safe.
 */
public final class ChildProcess {
  private static final int KEPT_LINES = 200;
  private static final Pattern VALUE = Pattern.compile("([a-z]+): (.*)");
  private static final Duration LAST_ORDER = Duration.ofSeconds(40);

  private final Process process;
  private final Map<String, Integer> words = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final Deque<String> lines = new ArrayDeque<>();
  private boolean silent;

  public ChildProcess(List<String> command) throws IOException {
    this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits until it runs at all; then it is at work, though not ready. */
  public boolean awaitBegun(Duration limit) throws InterruptedException {
    return await("begun", 1, limit);
  }

  public boolean awaitReady(Duration limit) throws InterruptedException {
    return await("ready", 1, limit);
  }

  /** Waits until it has said this word so often; false when it has not within the limit, or has ended. */
  public synchronized boolean await(String word, int times, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long left = limit.toNanos();
    while (said(word) < times && left > 0 && !silent) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, left));
      left = end - System.nanoTime();
    }
    return said(word) >= times;
  }

  /** How often it has said this word. */
  public synchronized int said(String word) {
    return words.getOrDefault(word, 0);
  }

  /** What it said last under this name: {@code 12} after a line {@code used: 12}. */
  public synchronized Optional<String> newest(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Writes a line to its input. */
  public void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}; returns when it is gone, also when interrupted. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As {@code kill -STOP} does, for any signal's name. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }

  /** Has it end in order; kills it when it does not. */
  public boolean stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (process.waitFor(LAST_ORDER.toMillis(), TimeUnit.MILLISECONDS)) {
      return process.exitValue() == 0;
    }
    kill();
    return false;
  }

  /** The newest lines of its output. */
  public synchronized String output() {
    return String.join("\n", lines);
  }

  private void read() {
    try (BufferedReader output = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said(line, line.indexOf(' ') < 0);
      }
    } catch (IOException e) {
      said("output ended: " + e.getMessage(), false);
    }
    ended();
  }

  private synchronized void said(String line, boolean word) {
    if (word) {
      words.merge(line, 1, Integer::sum);
      notifyAll();
      return;
    }
    Matcher value = VALUE.matcher(line);
    if (value.matches()) {
      values.put(value.group(1), value.group(2));
    }
    lines.add(line);
    if (lines.size() > KEPT_LINES) {
      lines.remove();
    }
  }

  private synchronized void ended() {
    silent = true;
    notifyAll();
  }
}
