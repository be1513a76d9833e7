package org.mcpruntime.watcher.collector.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.api.ServedScope;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;

/**
 * Reads one scope's list, page by page. A page that fails ends the attempt: what was read of it stays in the log as a
 * begin without end, which is void, and the position is not moved.
 */
final class Lister {
  private final KubeApi api;
  private final ServedScope served;
  private final Objects objects;
  private final InputQueue queue;
  private final Semaphore permits;

  /**
   * @param permits how many lists of the cluster may be read at once; each holds a page or two in memory
   */
  Lister(KubeApi api, ServedScope served, Objects objects, InputQueue queue, Semaphore permits) {
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
    PageReader reader = new PageReader(api, served);
    while (true) {
      ApiResult<PageReader.Page> answer = reader.next();
      if (answer instanceof ApiResult.Failed<PageReader.Page> failed) {
        return ApiResult.failed(failed.failure());
      }
      PageReader.Page page = ((ApiResult.Answer<PageReader.Page>) answer).value();
      if (page.isFirst()) {
        queue.put(new Input.ListBegin(served.scope(), served.served().version(), reason));
      }
      List<RedactedObject> items = new ArrayList<>(page.content().items().size());
      for (Input.Undecodable unreadable : objects.redact(page, items)) {
        queue.put(unreadable);
      }
      if (!items.isEmpty()) {
        queue.put(new Input.ListPage(served.scope(), items));
      }
      if (page.isLast()) {
        String position = page.content().resourceVersion();
        queue.put(new Input.ListEnd(served.scope(), position));
        return ApiResult.answer(position);
      }
    }
  }
}
