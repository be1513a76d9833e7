package org.mcpruntime.watcher.collector.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one answer, pulled by one reading thread. The next chunk is asked for when the one before it is taken, so
 * at most one waits here: a reader that stops reading stops the server, and no HTTP thread ever waits. {@link #close} may
 * be called from any thread and ends a waiting read.
 */
public final class ResponseBody implements AutoCloseable {
  /** Either a chunk, or the end, or what broke the answer off. */
  private record Part(
      @Nullable List<ByteBuffer> chunk, @Nullable Throwable broken) {}

  private static final Part END = new Part(null, null);

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private volatile @Nullable AsyncBody body;
  private boolean ended;

  /** Called by an HTTP thread, once per chunk that was asked for. */
  void arrived(List<ByteBuffer> chunk) {
    parts.add(new Part(chunk, null));
  }

  /** Once, before anybody reads: only what is asked for from here on arrives. */
  void opened(AsyncBody opened) {
    body = opened;
    CompletableFuture<Void> unused = opened
        .done()
        .whenComplete((done, broken) -> parts.add(broken == null ? END : new Part(null, broken)));
    opened.consume();
  }

  /**
   * Takes the next chunk.
   *
   * @param patience how long to wait for it
   * @return null at the end
   * @throws IOException when the answer breaks off, and as {@link SilentException} when nothing came in time
   */
  public @Nullable List<ByteBuffer> next(Duration patience)
      throws IOException, InterruptedException {
    if (ended) {
      return null;
    }
    Part part = parts.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (part == null) {
      throw new SilentException();
    }
    if (part.chunk() != null) {
      AsyncBody current = body;
      if (current != null) {
        current.consume();
      }
      return part.chunk();
    }
    ended = true;
    if (part.broken() != null) {
      throw new IOException("the answer broke off", part.broken());
    }
    return null;
  }

  /** Reads to the end; {@code patience} is per chunk. */
  public byte[] readAll(Duration patience) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
    for (List<ByteBuffer> chunk = next(patience); chunk != null; chunk = next(patience)) {
      for (ByteBuffer buffer : chunk) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        bytes.write(copy, 0, copy.length);
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    AsyncBody current = body;
    if (current != null) {
      current.cancel();
    }
    parts.add(END);
  }

  /** Nothing came for longer than the reader is willing to wait. */
  public static final class SilentException extends IOException {
    SilentException() {
      super("nothing came in time");
    }
  }
}
