package org.mcpruntime.watcher.collector.publish;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The live objects of one scope as the table topic holds them: key, uid and resourceVersion, no object. An open-addressing
 * hash table of one byte array each (mark, lengths, resourceVersion, uid, key): about 110 bytes for an object with usual
 * names. One thread.
 */
final class Inventory {
  /** One object; {@code resourceVersion} is the last one published. */
  record Entry(String namespace, String name, String uid, String resourceVersion) {}

  private static final int HEAD = 3;
  private static final int PACKED_UID = 0xff;

  private byte[] @Nullable [] slots = new byte[64][];
  private int size;

  int size() {
    return size;
  }

  @Nullable
  Entry find(String namespace, String name) {
    byte[] entry = slots[slot(key(namespace, name))];
    return entry == null ? null : entry(entry);
  }

  /** Adds or replaces. */
  void put(String namespace, String name, String uid, String resourceVersion, boolean marked) {
    byte[] key = key(namespace, name);
    int slot = slot(key);
    if (slots[slot] == null) {
      size++;
    }
    slots[slot] = encode(key, uid, resourceVersion, marked);
    if (size * 10 > slots.length * 7) {
      grow();
    }
  }

  void remove(String namespace, String name) {
    int hole = slot(key(namespace, name));
    if (slots[hole] == null) {
      return;
    }
    slots[hole] = null;
    size--;
    // Entries behind the hole that would no longer be found move up into it.
    int mask = slots.length - 1;
    for (int at = (hole + 1) & mask; ; at = (at + 1) & mask) {
      byte[] entry = slots[at];
      if (entry == null) {
        return;
      }
      int home = hash(entry, keyOffset(entry)) & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        slots[hole] = entry;
        slots[at] = null;
        hole = at;
      }
    }
  }

  /** Divides it; this one is not to be used any more. */
  Map<String, Inventory> byNamespace() {
    Map<String, Inventory> divided = new HashMap<>();
    for (byte[] packed : slots) {
      if (packed != null) {
        Entry entry = entry(packed);
        divided
            .computeIfAbsent(entry.namespace(), unknown -> new Inventory())
            .put(entry.namespace(), entry.name(), entry.uid(), entry.resourceVersion(), false);
      }
    }
    return divided;
  }

  /** Takes all marks away; a list marks what it mentions. */
  void clearMarks() {
    for (byte[] entry : slots) {
      if (entry != null) {
        entry[0] = 0;
      }
    }
  }

  /** Marks one object; returns whether it was marked already. */
  boolean mark(String namespace, String name) {
    byte[] entry = slots[slot(key(namespace, name))];
    if (entry == null) {
      return false;
    }
    boolean before = entry[0] != 0;
    entry[0] = 1;
    return before;
  }

  /** Objects without a mark, at most {@code limit} of them. */
  List<Entry> unmarked(int limit) {
    List<Entry> found = new ArrayList<>();
    for (byte[] entry : slots) {
      if (entry != null && entry[0] == 0) {
        found.add(entry(entry));
        if (found.size() == limit) {
          break;
        }
      }
    }
    return found;
  }

  private int slot(byte[] key) {
    int mask = slots.length - 1;
    int at = hash(key, 0) & mask;
    while (true) {
      byte[] entry = slots[at];
      if (entry == null
          || Arrays.equals(entry, keyOffset(entry), entry.length, key, 0, key.length)) {
        return at;
      }
      at = (at + 1) & mask;
    }
  }

  private void grow() {
    byte[] @Nullable [] old = slots;
    slots = new byte[old.length * 2][];
    int mask = slots.length - 1;
    for (byte[] entry : old) {
      if (entry != null) {
        int at = hash(entry, keyOffset(entry)) & mask;
        while (slots[at] != null) {
          at = (at + 1) & mask;
        }
        slots[at] = entry;
      }
    }
  }

  private static int hash(byte[] bytes, int from) {
    int hash = 0x811c9dc5;
    for (int i = from; i < bytes.length; i++) {
      hash = (hash ^ bytes[i]) * 0x01000193;
    }
    return hash ^ (hash >>> 15);
  }

  private static byte[] key(String namespace, String name) {
    return (namespace + '/' + name).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encode(byte[] key, String uid, String resourceVersion, boolean marked) {
    byte[] version = resourceVersion.getBytes(StandardCharsets.UTF_8);
    byte[] packed = packed(uid);
    byte[] id = packed == null ? uid.getBytes(StandardCharsets.UTF_8) : packed;
    if (version.length > 254 || id.length > 254) {
      throw new IllegalArgumentException("a uid or resourceVersion is longer than 254 bytes");
    }
    ByteBuffer entry = ByteBuffer.allocate(HEAD + version.length + id.length + key.length);
    entry.put((byte) (marked ? 1 : 0)).put((byte) version.length);
    entry
        .put((byte) (packed == null ? id.length : PACKED_UID))
        .put(version)
        .put(id)
        .put(key);
    return entry.array();
  }

  /** 16 bytes for a uid in the usual form, which nearly all have; null for others. */
  private static byte @Nullable [] packed(String uid) {
    if (uid.length() != 36) {
      return null;
    }
    try {
      UUID id = UUID.fromString(uid);
      return id.toString().equals(uid)
          ? ByteBuffer.allocate(16)
              .putLong(id.getMostSignificantBits())
              .putLong(id.getLeastSignificantBits())
              .array()
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int uidOffset(byte[] entry) {
    return HEAD + (entry[1] & 0xff);
  }

  private static int keyOffset(byte[] entry) {
    int id = entry[2] & 0xff;
    return uidOffset(entry) + (id == PACKED_UID ? 16 : id);
  }

  private static Entry entry(byte[] entry) {
    int key = keyOffset(entry);
    String text = new String(entry, key, entry.length - key, StandardCharsets.UTF_8);
    int slash = text.indexOf('/');
    int uid = uidOffset(entry);
    ByteBuffer bytes = ByteBuffer.wrap(entry);
    return new Entry(
        text.substring(0, slash),
        text.substring(slash + 1),
        (entry[2] & 0xff) == PACKED_UID
            ? new UUID(bytes.getLong(uid), bytes.getLong(uid + 8)).toString()
            : new String(entry, uid, key - uid, StandardCharsets.UTF_8),
        new String(entry, HEAD, uid - HEAD, StandardCharsets.UTF_8));
  }
}
