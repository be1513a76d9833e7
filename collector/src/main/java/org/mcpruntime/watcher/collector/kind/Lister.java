package org.mcpruntime.watcher.collector.kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mcpruntime.watcher.collector.api.ApiFailure;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.api.ServedKind;
import org.mcpruntime.watcher.schemas.json.JsonRange;
import org.mcpruntime.watcher.schemas.json.ListPage;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/**
 * Reads one kind's list, page by page. A page that fails ends the attempt: what was read of it stays in the log as a
 * begin without end, which is void, and the position is not moved. Only "too many requests" repeats the page, when the
 * server says so.
 */
final class Lister {
  private static final int PATIENT_ATTEMPTS = 10;

  private final KubeApi api;
  private final ServedKind served;
  private final Objects objects;
  private final InputQueue queue;
  private final Semaphore permits;

  /**
   * @param permits how many lists of the cluster may be read at once; each holds a page or two in memory
   */
  Lister(KubeApi api, ServedKind served, Objects objects, InputQueue queue, Semaphore permits) {
    this.api = api;
    this.served = served;
    this.objects = objects;
    this.queue = queue;
    this.permits = permits;
  }

  /** Reads the list to its end; the answer is its position. */
  ApiResult<String> list(String reason) throws InterruptedException {
    permits.acquire();
    try {
      return pages(reason);
    } finally {
      permits.release();
    }
  }

  private ApiResult<String> pages(String reason) throws InterruptedException {
    PageSize size = new PageSize();
    String token = null;
    while (true) {
      ApiResult<byte[]> answer = page(served.listPath(size.limit(), token));
      if (answer instanceof ApiResult.Failed<byte[]> failed) {
        return ApiResult.failed(failed.failure());
      }
      byte[] bytes = ((ApiResult.Answer<byte[]>) answer).value();
      ListPage page;
      try {
        page = ListPage.read(bytes, 0, bytes.length);
      } catch (MalformedJsonException e) {
        return ApiResult.failed(new ApiFailure.Malformed());
      }
      if (page.resourceVersion().isEmpty()) {
        return ApiResult.failed(new ApiFailure.Malformed());
      }
      if (token == null) {
        queue.put(new Input.ListBegin(served.id(), served.version(), reason));
      }
      publish(bytes, page.items());
      size.saw(page.items().size(), bytes.length);
      token = page.continueToken();
      if (token.isEmpty()) {
        queue.put(new Input.ListEnd(served.id(), page.resourceVersion()));
        return ApiResult.answer(page.resourceVersion());
      }
    }
  }

  private ApiResult<byte[]> page(String path) throws InterruptedException {
    ApiResult<byte[]> answer = api.get(path);
    for (int attempt = 1; attempt < PATIENT_ATTEMPTS; attempt++) {
      if (!(answer instanceof ApiResult.Failed<byte[]> failed)
          || !(failed.failure() instanceof ApiFailure.TooManyRequests busy)) {
        return answer;
      }
      Duration pause = busy.retryAfter().orElse(Duration.ofSeconds(1));
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      answer = api.get(path);
    }
    return answer;
  }

  private void publish(byte[] bytes, List<JsonRange> items) throws InterruptedException {
    List<RedactedObject> page = new ArrayList<>(items.size());
    for (JsonRange item : items) {
      try {
        page.add(objects.redact(bytes, item.offset(), item.length()));
      } catch (MalformedJsonException e) {
        queue.put(objects.undecodable(
            null,
            String.valueOf(e.getMessage()),
            bytes,
            item.offset(),
            item.length(),
            item.length()));
      }
    }
    if (!page.isEmpty()) {
      queue.put(new Input.ListPage(served.id(), page));
    }
  }
}
