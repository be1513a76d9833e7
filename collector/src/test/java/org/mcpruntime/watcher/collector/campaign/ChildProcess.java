package org.mcpruntime.watcher.collector.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of ours that may be killed at any instant. It says "ready" on its output when it is; it ends in order
 * when its input ends, and so never outlives us.
 */
final class ChildProcess {
  private static final int KEPT_LINES = 200;
  private static final Duration LAST_ORDER = Duration.ofSeconds(40);

  private final Process process;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch ready = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();

  ChildProcess(List<String> command) throws IOException {
    this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits until it runs at all; then it is at work, though not ready. */
  boolean awaitBegun(Duration limit) throws InterruptedException {
    return begun.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean awaitReady(Duration limit) throws InterruptedException {
    return ready.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}; returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As {@code kill -STOP} does, for any signal's name. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }

  /** Has it end in order; kills it when it does not. */
  boolean stop() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (process.waitFor(LAST_ORDER.toMillis(), TimeUnit.MILLISECONDS)) {
      return process.exitValue() == 0;
    }
    kill();
    return false;
  }

  /** The newest lines of its output. */
  String output() {
    return String.join("\n", output);
  }

  private void read() {
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        switch (line) {
          case "begun" -> begun.countDown();
          case "ready" -> ready.countDown();
          default -> {
            output.add(line);
            if (output.size() > KEPT_LINES) {
              output.poll();
            }
          }
        }
      }
    } catch (IOException e) {
      output.add("output ended: " + e.getMessage());
    }
  }
}
