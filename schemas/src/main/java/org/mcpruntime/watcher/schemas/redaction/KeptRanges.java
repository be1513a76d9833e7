package org.mcpruntime.watcher.schemas.redaction;

import java.util.Arrays;

/** Output that is the input with parts cut out and others put in: everything up to a position is copied at once. */
final class KeptRanges {
  private final byte[] input;
  private final int start;
  private final int expected;
  private byte[] output = {};
  private int length;
  private int copied;

  KeptRanges(byte[] input, int start, int end) {
    this.input = input;
    this.start = start;
    this.copied = start;
    this.expected = end - start;
  }

  /** Keeps the input up to here, as far as it was neither kept nor cut before. */
  void keepTo(int position) {
    if (position > copied) {
      put(input, copied, position);
      copied = position;
    }
  }

  /** Cuts the input from what was kept last up to here. */
  void cutTo(int position) {
    copied = Math.max(copied, position);
  }

  void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  void put(byte[] bytes, int from, int to) {
    int needed = length + to - from;
    if (needed > output.length) {
      output = Arrays.copyOf(
          output, Math.max(needed, output.length == 0 ? expected : needed + (needed >> 1)));
    }
    System.arraycopy(bytes, from, output, length, to - from);
    length = needed;
  }

  /** The output up to here, with {@code heading}, unless empty, in place of its first byte. */
  byte[] finish(int end, byte[] heading) {
    if (length == 0 && copied == start) {
      return join(heading, input, start, end);
    }
    keepTo(end);
    return join(heading, output, 0, length);
  }

  private static byte[] join(byte[] heading, byte[] bytes, int from, int to) {
    if (heading.length == 0) {
      return Arrays.copyOfRange(bytes, from, to);
    }
    byte[] joined = Arrays.copyOf(heading, heading.length + to - from - 1);
    System.arraycopy(bytes, from + 1, joined, heading.length, to - from - 1);
    return joined;
  }
}
