package org.mcpruntime.watcher.collector.kind;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.ApiFailure;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.api.ServedScope;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scope's life, on one thread: list, watch from there, watch again, and list again only when the position has become
 * too old. Redacts what it reads, so that kinds are redacted in parallel.
 *
 * <pre>
 *   no position ──list──▶ position ──watch──▶ position … ──410──▶ no position
 *        ▲  └── failed: BLIND, wait ──┘   └── failed: BLIND, wait, same position
 * </pre>
 */
final class KindReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(KindReader.class);

  private final ServedScope served;
  private final InputQueue queue;
  private final Pacing pacing;
  private final RandomGenerator random;
  private final Lister lister;
  private final Watcher watcher;
  private final Position position;
  private final Backoff backoff;
  private final AtomicReference<@Nullable String> wanted = new AtomicReference<>();
  private String relistReason = "Expired";

  /** Whether the next watch is the first after a break, and so a short one. */
  private boolean fresh;

  /** Whether the position was too old, and no watch has told anything since. */
  private boolean expiredAgain;

  KindReader(
      KubeApi api,
      ServedScope served,
      boolean bookmarks,
      Redactor redactor,
      InputQueue queue,
      Semaphore listPermits,
      Pacing pacing,
      RandomGenerator random,
      @Nullable String position) {
    this.served = served;
    this.queue = queue;
    this.pacing = pacing;
    this.random = random;
    Objects objects = new Objects(served, redactor);
    this.lister = new Lister(api, served, objects, queue, listPermits);
    this.watcher = new Watcher(api, served, bookmarks, objects, queue, pacing);
    this.position = new Position(position);
    this.backoff = new Backoff(pacing, random);
    this.fresh = true;
  }

  ServedScope served() {
    return served;
  }

  /** How far it read; everything before that is in the queue. For after its thread has ended. */
  @Nullable
  String position() {
    return position.get();
  }

  /** Has it give its position up and list; from any thread. */
  void relist(String reason) {
    wanted.set(reason);
    watcher.stop();
  }

  /** Ends a watch that waits for its server; the thread must be interrupted as well. */
  void stop() {
    watcher.stop();
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        read();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A reader that died would leave its kind unseen and look alive: whatever happens, it goes on. */
  private void read() throws InterruptedException {
    try {
      String reason = wanted.getAndSet(null);
      if (reason != null) {
        relistReason = reason;
        position.forget();
      }
      if (position.get() == null) {
        list();
      } else {
        watch();
      }
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("kind", served.scope())
          .setCause(e)
          .log("reading a kind failed: a defect of the collector");
      queue.put(new Input.Blind(served.scope(), "Defect"));
      fresh = true;
      TimeUnit.NANOSECONDS.sleep(backoff.step().toNanos());
    }
  }

  private void list() throws InterruptedException {
    ApiResult<String> result = lister.list(relistReason);
    if (result instanceof ApiResult.Answer<String> listed) {
      position.moveTo(listed.value());
      fresh = false;
    } else {
      failed(((ApiResult.Failed<String>) result).failure());
    }
  }

  private void watch() throws InterruptedException {
    ApiResult<Watcher.Ending> result = watcher.watch(position, length());
    if (result instanceof ApiResult.Failed<Watcher.Ending> refused) {
      if (refused.failure() instanceof ApiFailure.Gone) {
        expired(refused.failure());
      } else {
        failed(refused.failure());
      }
      return;
    }
    switch (((ApiResult.Answer<Watcher.Ending>) result).value()) {
      case USEFUL -> {
        backoff.reset();
        fresh = false;
        expiredAgain = false;
      }
      case FRUITLESS -> TimeUnit.NANOSECONDS.sleep(backoff.step().toNanos());
      case SILENT -> {
        silent();
      }
    }
  }

  /**
   * A server owes no bookmark while nothing changes, so silence alone says little: a short watch asks. If that one is
   * silent too, not even ending, the kind cannot be seen.
   */
  private void silent() throws InterruptedException {
    if (fresh) {
      queue.put(new Input.Blind(served.scope(), "Silent"));
      TimeUnit.NANOSECONDS.sleep(backoff.step().toNanos());
    }
    fresh = true;
  }

  /** The next list begins at once; but should its position be refused as well, not in a hot circle. */
  private void expired(ApiFailure failure) throws InterruptedException {
    relistReason = failure.reason();
    position.forget();
    if (expiredAgain) {
      failed(failure);
    }
    expiredAgain = true;
  }

  private void failed(ApiFailure failure) throws InterruptedException {
    queue.put(new Input.Blind(served.scope(), failure.reason()));
    fresh = true;
    TimeUnit.NANOSECONDS.sleep(backoff.after(failure).toNanos());
  }

  private Duration length() {
    if (fresh) {
      return pacing.firstWatch();
    }
    long shortest = pacing.shortestWatch().toMillis();
    return Duration.ofMillis(shortest + random.nextLong(shortest + 1));
  }
}
