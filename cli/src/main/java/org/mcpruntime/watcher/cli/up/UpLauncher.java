package org.mcpruntime.watcher.cli.up;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.ExitCode;
import org.mcpruntime.watcher.cli.Shell;
import org.mcpruntime.watcher.cli.config.Keys;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.cli.output.Palette;

/** Takes what {@code up} needs for itself, runs it, and has an interrupt end it in order. */
public final class UpLauncher {

  private static final Duration END = Duration.ofMinutes(1);

  private UpLauncher() {}

  /**
   * Runs until the process is interrupted, which ends it with exit code 0.
   *
   * @param problems found so far; with what else is wrong they end it before anything starts
   */
  public static int run(UpPlan plan, List<String> problems, Shell shell, Palette out, Palette err)
      throws InterruptedException {
    List<String> all = new ArrayList<>(problems);
    Optional<DataDirectory> data = Optional.empty();
    try {
      data =
          Optional.of(DataDirectory.take(plan.dataDirectory(), plan.fresh() && problems.isEmpty()));
    } catch (CannotRun e) {
      all.addAll(e.lines());
    }
    List<Problem> portProblems = new ArrayList<>();
    Ports ports = Ports.choose(
        plan.config().find(Keys.PORT_BASE), data.flatMap(DataDirectory::lastPorts), portProblems);
    portProblems.stream().map(Problem::line).forEach(all::add);
    if (data.isEmpty() || !all.isEmpty()) {
      data.ifPresent(DataDirectory::release);
      throw CannotRun.ofLines(all);
    }
    return run(new Up(plan, shell, out, err, data.get(), ports));
  }

  private static int run(Up up) throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook = new Thread(() -> endInOrder(up, closed), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = ExitCode.CANNOT_RUN;
    try {
      code = up.run();
      return code;
    } finally {
      closed.countDown();
      unhook(hook);
    }
  }

  private static void endInOrder(Up up, CountDownLatch closed) {
    up.stop();
    try {
      // A terminal that is held takes no more lines, and would hold us for ever.
      closed.await(END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Being interrupted is how it is meant to end; the exit code of the signal would say otherwise.
    Runtime.getRuntime().halt(ExitCode.FINE);
  }

  private static void unhook(Thread hook) throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook ends it.
      hook.join();
    }
  }
}
