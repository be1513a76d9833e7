package org.mcpruntime.watcher.collector.kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.ApiFailure;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.api.ResponseBody;
import org.mcpruntime.watcher.collector.api.ServedScope;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import org.mcpruntime.watcher.schemas.json.WatchLine;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one watch after the other, each from where the one before it ended. A connection that breaks is no failure: the
 * next watch begins at the same position, so nothing is lost and nothing comes twice.
 */
final class Watcher {
  /** Far above what an API server stores (1.5 MiB) and what it makes of it as JSON. */
  private static final int LONGEST_LINE_BYTES = 16 << 20;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** Between what we ask for and what server and network make of it. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  /** How long the server may be late in ending a watch. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** How a watch ended that the server had accepted. */
  enum Ending {
    /** It told something, or was kept to its end, or open for a good while. */
    USEFUL,
    /** It ended at once and told nothing. */
    FRUITLESS,
    /** Nothing came, not even a bookmark or its end. */
    SILENT
  }

  private final KubeApi api;
  private final ServedScope served;
  private final boolean bookmarks;
  private final Objects objects;
  private final InputQueue queue;
  private final Pacing pacing;
  private volatile @Nullable ResponseBody current;

  /** Set when a watch is to end of which nobody knows yet whether it has begun. */
  private volatile boolean stopping;

  Watcher(
      KubeApi api,
      ServedScope served,
      boolean bookmarks,
      Objects objects,
      InputQueue queue,
      Pacing pacing) {
    this.api = api;
    this.served = served;
    this.bookmarks = bookmarks;
    this.objects = objects;
    this.queue = queue;
    this.pacing = pacing;
  }

  /**
   * Watches until the watch ends.
   *
   * @param length how long the server is asked to keep it
   */
  ApiResult<Ending> watch(Position position, Duration length) throws InterruptedException {
    ApiResult<ResponseBody> answer =
        api.open(served.watchPath(position.require(), Math.max(1, length.toSeconds())));
    if (answer instanceof ApiResult.Failed<ResponseBody> failed) {
      return ApiResult.failed(failed.failure());
    }
    try (ResponseBody body = ((ApiResult.Answer<ResponseBody>) answer).value()) {
      current = body;
      if (stopping) {
        return ApiResult.answer(Ending.USEFUL);
      }
      queue.put(new Input.WatchOpened(served.scope(), served.served().version()));
      return new Stream(position, length).read(body);
    } finally {
      stopping = false;
      current = null;
    }
  }

  /** Ends the present watch, or the next one if there is none; from any thread. */
  void stop() {
    stopping = true;
    ResponseBody body = current;
    if (body != null) {
      body.close();
    }
  }

  /** One watch being read. */
  private final class Stream implements LineSplitter.Lines {
    private final Position position;
    private final Duration length;
    private final long opened = System.nanoTime();
    private final LineSplitter splitter = new LineSplitter(LONGEST_LINE_BYTES);
    private boolean told;
    private @Nullable ApiFailure failure;

    Stream(Position position, Duration length) {
      this.position = position;
      this.length = length;
    }

    ApiResult<Ending> read(ResponseBody body) throws InterruptedException {
      Ending ending;
      try {
        ending = lines(body);
      } catch (ResponseBody.SilentException e) {
        ending = Ending.SILENT;
      } catch (IOException e) {
        ending = ending();
      }
      ApiFailure refused = failure;
      return refused == null ? ApiResult.answer(ending) : ApiResult.failed(refused);
    }

    private Ending lines(ResponseBody body) throws IOException, InterruptedException {
      List<ByteBuffer> chunk = next(body);
      while (chunk != null) {
        for (ByteBuffer buffer : chunk) {
          if (!splitter.feed(buffer, this)) {
            return ending();
          }
        }
        chunk = next(body);
      }
      // Only a server that is alive ends a watch in time; it has told everything it knew by then.
      if (open().compareTo(length.minus(SLACK)) >= 0) {
        held();
      }
      return ending();
    }

    private @Nullable List<ByteBuffer> next(ResponseBody body)
        throws IOException, InterruptedException {
      while (true) {
        Duration left = length.plus(GRACE).minus(open());
        Duration usual = bookmarks ? pacing.silence() : pacing.openProgress();
        boolean late = left.compareTo(usual) < 0;
        try {
          return body.next(late ? left : usual);
        } catch (ResponseBody.SilentException e) {
          if (bookmarks || late) {
            throw e;
          }
          held();
        }
      }
    }

    private void held() throws InterruptedException {
      told = true;
      queue.put(new Input.WatchHeld(served.scope()));
    }

    private Duration open() {
      return Duration.ofNanos(System.nanoTime() - opened);
    }

    private Ending ending() {
      return told || open().compareTo(pacing.firstRetry()) > 0 ? Ending.USEFUL : Ending.FRUITLESS;
    }

    @Override
    public boolean line(byte[] buffer, int length) throws InterruptedException {
      try {
        WatchLine line = WatchLine.read(buffer, 0, length);
        Optional<Input.ChangeType> change = changeType(line.type());
        if (change.isPresent()) {
          RedactedObject object = objects.redact(buffer, line.objectOffset(), line.objectLength());
          queue.put(new Input.Change(served.scope(), change.get(), object));
          position.moveTo(object.resourceVersion());
          told = true;
          return true;
        }
        JsonNode object = tree(buffer, line);
        if (line.type().equals("BOOKMARK")) {
          bookmark(object);
          return true;
        }
        if (line.type().equals("ERROR")) {
          failure = ApiFailure.ofCode(object.path("code").asInt(500), retryAfter(object));
          return false;
        }
        throw new MalformedJsonException("the line has a type that is not known", 0);
      } catch (MalformedJsonException e) {
        queue.put(objects.undecodable(
            position.get(), String.valueOf(e.getMessage()), buffer, 0, length, length));
        return true;
      }
    }

    @Override
    public void tooLong(byte[] buffer, int length, long total) throws InterruptedException {
      queue.put(objects.undecodable(
          position.get(), "the line is longer than any object", buffer, 0, length, total));
    }

    private void bookmark(JsonNode object) throws MalformedJsonException, InterruptedException {
      String version = object.path("metadata").path("resourceVersion").asString("");
      if (version.isEmpty()) {
        throw new MalformedJsonException("the bookmark lacks its resourceVersion", 0);
      }
      queue.put(new Input.Bookmark(served.scope(), version));
      position.moveTo(version);
      told = true;
    }
  }

  private static Optional<Input.ChangeType> changeType(String type) {
    return switch (type) {
      case "ADDED" -> Optional.of(Input.ChangeType.ADDED);
      case "MODIFIED" -> Optional.of(Input.ChangeType.MODIFIED);
      case "DELETED" -> Optional.of(Input.ChangeType.DELETED);
      default -> Optional.empty();
    };
  }

  /** Bookmarks and errors only: small and rare. */
  private static JsonNode tree(byte[] buffer, WatchLine line) throws MalformedJsonException {
    try {
      return MAPPER.readTree(buffer, line.objectOffset(), line.objectLength());
    } catch (JacksonException e) {
      throw new MalformedJsonException("the line's object is no JSON", line.objectOffset());
    }
  }

  private static Duration retryAfter(JsonNode status) {
    return Duration.ofSeconds(status.path("details").path("retryAfterSeconds").asLong(0));
  }
}
