package org.mcpruntime.watcher.collector.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.collector.api.ServedScope;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the ledger sends it for: the periodic lists and single objects, one errand after the other and with a pause
 * between requests, while the watches go on. One thread per cluster.
 */
final class Restater implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Restater.class);

  private final KubeApi api;
  private final Redactor redactor;
  private final InputQueue queue;
  private final Semaphore permits;
  private final Pacing pacing;
  private final Function<Scope, @Nullable ServedScope> served;
  private final BlockingQueue<Errand> errands = new LinkedBlockingQueue<>();

  /**
   * @param permits shared with the readers' lists; held for one page at a time
   * @param served how a scope is read now; null when it is not
   */
  Restater(
      KubeApi api,
      Redactor redactor,
      InputQueue queue,
      Semaphore permits,
      Pacing pacing,
      Function<Scope, @Nullable ServedScope> served) {
    this.api = api;
    this.redactor = redactor;
    this.queue = queue;
    this.permits = permits;
    this.pacing = pacing;
    this.served = served;
  }

  /** From any thread; the ledger keeps their number small: one for each scope. */
  void send(Errand errand) {
    errands.add(errand);
  }

  @Override
  public void run() {
    try {
      while (true) {
        Errand errand = errands.take();
        ServedScope scope = served.apply(errand.scope());
        if (errand instanceof Errand.Restate restate) {
          restate(scope, restate.scope(), restate.restate());
        } else if (errand instanceof Errand.Read read) {
          read(scope, read);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restate(@Nullable ServedScope served, Scope scope, long number)
      throws InterruptedException {
    String failure = "Defect";
    try {
      failure = served == null ? "NotFound" : list(served, number);
    } catch (RuntimeException e) {
      defect(scope, e);
    }
    queue.put(
        failure == null
            ? new Input.RestateListed(scope, number)
            : new Input.RestateFailed(scope, number, failure));
  }

  /** Returns why it failed; null when it did not. */
  private @Nullable String list(ServedScope served, long number) throws InterruptedException {
    Objects objects = new Objects(served, redactor);
    PageReader reader = new PageReader(api, served);
    while (true) {
      permits.acquire();
      boolean last;
      try {
        ApiResult<PageReader.Page> answer = reader.next();
        if (answer instanceof ApiResult.Failed<PageReader.Page> failed) {
          return failed.failure().reason();
        }
        PageReader.Page page = ((ApiResult.Answer<PageReader.Page>) answer).value();
        if (page.isFirst()) {
          queue.put(new Input.RestateBegin(served.scope(), number));
        }
        List<RedactedObject> items = new ArrayList<>();
        List<Input.Undecodable> unreadable = objects.redact(page, items);
        for (Input.Undecodable each : unreadable) {
          queue.put(each);
        }
        if (!unreadable.isEmpty()) {
          return "Malformed";
        }
        queue.put(new Input.RestatePage(served.scope(), number, items));
        last = page.isLast();
      } finally {
        permits.release();
      }
      pause();
      if (last) {
        return null;
      }
    }
  }

  private void read(@Nullable ServedScope served, Errand.Read errand) throws InterruptedException {
    String failure = "Defect";
    try {
      failure = served == null ? "NotFound" : names(served, errand);
    } catch (RuntimeException e) {
      defect(errand.scope(), e);
    }
    if (failure != null) {
      queue.put(new Input.RestateFailed(errand.scope(), errand.restate(), failure));
    }
  }

  private @Nullable String names(ServedScope served, Errand.Read errand)
      throws InterruptedException {
    Objects objects = new Objects(served, redactor);
    for (ObjectName name : errand.names()) {
      ApiResult<PageReader.Page> answer =
          PageReader.read(api, served.namePath(name.namespace(), name.name()), true);
      if (answer instanceof ApiResult.Failed<PageReader.Page> failed) {
        return failed.failure().reason();
      }
      List<RedactedObject> items = new ArrayList<>();
      PageReader.Page page = ((ApiResult.Answer<PageReader.Page>) answer).value();
      if (!objects.redact(page, items).isEmpty()) {
        return "Malformed";
      }
      queue.put(new Input.RestateRead(
          errand.scope(), errand.restate(), name, items.isEmpty() ? null : items.get(0)));
      pause();
    }
    return null;
  }

  private void pause() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(pacing.restatePause().toNanos());
  }

  private static void defect(Scope scope, RuntimeException e) {
    LOG.atError()
        .addKeyValue("kind", scope)
        .setCause(e)
        .log("reading a periodic list failed: a defect of the collector");
  }
}
