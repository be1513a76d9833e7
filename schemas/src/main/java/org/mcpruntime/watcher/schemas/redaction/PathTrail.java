package org.mcpruntime.watcher.schemas.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.mcpruntime.watcher.schemas.json.JsonText;

/** Where the walk stands, as ranges of names; becomes a JSON pointer only when something is reported. */
final class PathTrail {
  private final byte[] buffer;
  private final int maxReported;
  private int[] starts = new int[16];
  /** End of the name, or -1 when {@code starts} holds an array index. */
  private int[] ends = new int[16];

  private int depth;
  private final List<Removal> reported = new ArrayList<>();
  private final Map<RemovalReason, Integer> counts = new EnumMap<>(RemovalReason.class);
  private byte[] text = new byte[128];

  PathTrail(byte[] buffer, int maxReported) {
    this.buffer = buffer;
    this.maxReported = maxReported;
  }

  int depth() {
    return depth;
  }

  void push() {
    if (depth == starts.length) {
      starts = Arrays.copyOf(starts, depth * 2);
      ends = Arrays.copyOf(ends, depth * 2);
    }
    depth++;
  }

  void pop() {
    depth--;
  }

  void name(int start, int end) {
    starts[depth - 1] = start;
    ends[depth - 1] = end;
  }

  void index(int index) {
    starts[depth - 1] = index;
    ends[depth - 1] = -1;
  }

  /** Notes the current place as redacted. */
  void report(RemovalReason reason) {
    counts.merge(reason, 1, Integer::sum);
    if (reported.size() < maxReported) {
      reported.add(new Removal(pointer(), reason));
    }
  }

  List<Removal> reported() {
    return reported;
  }

  /** How often each reason was noted, reported or not. */
  Map<RemovalReason, Integer> counts() {
    return counts;
  }

  /** Text of one step, from 0 at the top. */
  String segment(int level) {
    if (ends[level] < 0) {
      return Integer.toString(starts[level]);
    }
    return new String(JsonText.decode(buffer, starts[level], ends[level]), StandardCharsets.UTF_8);
  }

  private String pointer() {
    int length = 0;
    for (int level = 0; level < depth; level++) {
      boolean plain = ends[level] >= 0 && isPlain(starts[level], ends[level]);
      byte[] step = plain ? buffer : escaped(level);
      int start = plain ? starts[level] : 0;
      int end = plain ? ends[level] : step.length;
      if (length + 1 + end - start > text.length) {
        text = Arrays.copyOf(text, 2 * (length + 1 + end - start));
      }
      text[length++] = '/';
      System.arraycopy(step, start, text, length, end - start);
      length += end - start;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private byte[] escaped(int level) {
    if (ends[level] < 0) {
      return Integer.toString(starts[level]).getBytes(StandardCharsets.US_ASCII);
    }
    return segment(level).replace("~", "~0").replace("/", "~1").getBytes(StandardCharsets.UTF_8);
  }

  private boolean isPlain(int start, int end) {
    for (int i = start; i < end; i++) {
      if (buffer[i] == '/' || buffer[i] == '~' || buffer[i] == '\\') {
        return false;
      }
    }
    return true;
  }
}
