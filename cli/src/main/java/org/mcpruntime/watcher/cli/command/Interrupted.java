package org.mcpruntime.watcher.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Closes a service in order when the process is interrupted; the exit code stays that of the signal. */
final class Interrupted implements AutoCloseable {

  private static final long LOOK_MILLIS = 500;

  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread hook;

  private Interrupted(AutoCloseable service) {
    this.hook = new Thread(() -> close(service), "stop");
  }

  static Interrupted closing(AutoCloseable service) {
    Interrupted interrupted = new Interrupted(service);
    Runtime.getRuntime().addShutdownHook(interrupted.hook);
    return interrupted;
  }

  /** Waits a moment; longer than the process lives once it is interrupted. */
  void pause() throws InterruptedException {
    if (ending.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      hook.join();
    }
  }

  private void close(AutoCloseable service) {
    ending.countDown();
    try {
      service.close();
    } catch (Exception e) {
      LoggerFactory.getLogger(Interrupted.class).atWarn().setCause(e).log("closing failed");
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs: it does what is left to do.
      ending.countDown();
    }
  }
}
