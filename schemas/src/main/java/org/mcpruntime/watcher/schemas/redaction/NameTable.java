package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.mcpruntime.watcher.schemas.json.JsonText;

/** Names that are looked up by their bytes, without a text being made of them. Most misses end at the first probe. */
final class NameTable {
  private static final int NONE = -1;

  private final byte[][] names;
  private final int[] indexes;
  private final int mask;

  /** @param names distinct; a name's index is its position here */
  NameTable(Collection<String> names) {
    int size = Integer.highestOneBit(names.size() * 4 + 1) << 1;
    this.mask = size - 1;
    this.names = new byte[size][];
    this.indexes = new int[size];
    List<String> inOrder = List.copyOf(names);
    for (int index = 0; index < inOrder.size(); index++) {
      put(inOrder.get(index).getBytes(UTF_8), index);
    }
  }

  /** Index of the name written in {@code [start, end)}, or -1. */
  int indexOf(byte[] buffer, int start, int end, boolean escaped) {
    if (escaped) {
      byte[] text = JsonText.decode(buffer, start, end);
      return indexOf(text, 0, text.length, false);
    }
    int slot = hash(buffer, start, end) & mask;
    while (names[slot] != null) {
      byte[] name = names[slot];
      if (Arrays.equals(buffer, start, end, name, 0, name.length)) {
        return indexes[slot];
      }
      slot = slot + 1 & mask;
    }
    return NONE;
  }

  boolean contains(byte[] buffer, int start, int end, boolean escaped) {
    return indexOf(buffer, start, end, escaped) != NONE;
  }

  private void put(byte[] name, int index) {
    int slot = hash(name, 0, name.length) & mask;
    while (names[slot] != null) {
      slot = slot + 1 & mask;
    }
    names[slot] = name;
    indexes[slot] = index;
  }

  private static int hash(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return 0;
    }
    int hash =
        length + bytes[start] * 31 + bytes[end - 1] * 131 + bytes[start + (length >> 1)] * 1031;
    return hash ^ hash >>> 7;
  }
}
