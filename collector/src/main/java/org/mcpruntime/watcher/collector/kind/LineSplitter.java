package org.mcpruntime.watcher.collector.kind;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a watch stream into its lines. A line may come in any number of chunks. The buffer is reused from line to line; one
 * that grew for a large line is given up after it.
 */
final class LineSplitter {
  private static final int USUAL_BYTES = 64 * 1024;

  /** Takes the lines; the bytes are the splitter's and only valid during the call. */
  interface Lines {
    /** Returns whether to go on: the rest of the stream does not matter otherwise. */
    boolean line(byte[] buffer, int length) throws InterruptedException;

    /**
     * A line that is longer than any object can be.
     *
     * @param buffer its beginning
     * @param total its length in bytes
     */
    void tooLong(byte[] buffer, int length, long total) throws InterruptedException;
  }

  private final int maxBytes;
  private byte[] buffer = new byte[USUAL_BYTES];
  private int length;
  private long total;

  LineSplitter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes one chunk; returns false when the lines' taker wants no more. */
  boolean feed(ByteBuffer chunk, Lines lines) throws InterruptedException {
    while (chunk.hasRemaining()) {
      int end = lineEnd(chunk);
      append(chunk, (end < 0 ? chunk.limit() : end) - chunk.position());
      if (end < 0) {
        return true;
      }
      chunk.position(end + 1);
      if (!finish(lines)) {
        return false;
      }
    }
    return true;
  }

  private boolean finish(Lines lines) throws InterruptedException {
    boolean more = true;
    if (total > maxBytes) {
      lines.tooLong(buffer, length, total);
    } else if (length > 0) {
      more = lines.line(buffer, length);
    }
    length = 0;
    total = 0;
    if (buffer.length > 16 * USUAL_BYTES) {
      buffer = new byte[USUAL_BYTES];
    }
    return more;
  }

  private void append(ByteBuffer chunk, int count) {
    total += count;
    int kept = Math.min(count, maxBytes - length);
    if (length + kept > buffer.length) {
      buffer =
          Arrays.copyOf(buffer, Math.min(maxBytes, Math.max(buffer.length * 2, length + kept)));
    }
    chunk.get(buffer, length, kept);
    length += kept;
    chunk.position(chunk.position() + count - kept);
  }

  private static int lineEnd(ByteBuffer chunk) {
    for (int i = chunk.position(); i < chunk.limit(); i++) {
      if (chunk.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }
}
