package org.mcpruntime.watcher.collector.kind;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.ApiFailure;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.api.ServedScope;
import org.mcpruntime.watcher.schemas.json.ListPage;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/** The pages of one list, one after the other. Only "too many requests" repeats a page, when the server says so. */
final class PageReader {
  private static final int PATIENT_ATTEMPTS = 10;

  /** One page; its items are ranges of the bytes, which nobody changes. */
  static final class Page {
    private final byte[] bytes;
    private final ListPage content;
    private final boolean first;

    Page(byte[] bytes, ListPage content, boolean first) {
      this.bytes = bytes;
      this.content = content;
      this.first = first;
    }

    byte[] bytes() {
      return bytes;
    }

    ListPage content() {
      return content;
    }

    boolean isFirst() {
      return first;
    }

    boolean isLast() {
      return content.continueToken().isEmpty();
    }
  }

  private final KubeApi api;
  private final ServedScope served;
  private final PageSize size = new PageSize();
  private @Nullable String token;

  PageReader(KubeApi api, ServedScope served) {
    this.api = api;
    this.served = served;
  }

  /** The next page; not to be called after the last. */
  ApiResult<Page> next() throws InterruptedException {
    ApiResult<Page> page = read(api, served.listPath(size.limit(), token), token == null);
    if (page instanceof ApiResult.Answer<Page> answer) {
      ListPage content = answer.value().content();
      size.saw(content.items().size(), answer.value().bytes().length);
      token = content.continueToken();
    }
    return page;
  }

  /** Reads one page by its path. */
  static ApiResult<Page> read(KubeApi api, String path, boolean first) throws InterruptedException {
    ApiResult<byte[]> answer = patiently(api, path);
    if (answer instanceof ApiResult.Failed<byte[]> failed) {
      return ApiResult.failed(failed.failure());
    }
    byte[] bytes = ((ApiResult.Answer<byte[]>) answer).value();
    try {
      ListPage content = ListPage.read(bytes, 0, bytes.length);
      return content.resourceVersion().isEmpty()
          ? ApiResult.failed(new ApiFailure.Malformed())
          : ApiResult.answer(new Page(bytes, content, first));
    } catch (MalformedJsonException e) {
      return ApiResult.failed(new ApiFailure.Malformed());
    }
  }

  private static ApiResult<byte[]> patiently(KubeApi api, String path) throws InterruptedException {
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
}
