package org.mcpruntime.watcher.testbed.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of what knows no limit of its own. */
final class Ending {

  private Ending() {}

  /**
   * Has something end, and waits for it; also when interrupted, since half an end leaves a mess.
   *
   * @throws IllegalStateException when it has not ended within the limit, or not in order
   */
  static void within(Duration limit, String what, Runnable ending) {
    FutureTask<?> task = new FutureTask<>(ending, null);
    Thread thread = new Thread(task, "end-of-" + what);
    thread.setDaemon(true);
    thread.start();
    long end = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException(what + " has not ended within " + limit.toSeconds() + "s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(what + " has not ended in order", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
