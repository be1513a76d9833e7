package org.mcpruntime.watcher.correlator.engine;

import org.jspecify.annotations.Nullable;

/** A sorted table. Keys are text, sorted by their UTF-8 bytes; nobody changes an array after handing it over. */
public interface Store {

  byte @Nullable [] get(String key);

  void put(String key, byte[] value);

  void delete(String key);

  /** Every entry whose key begins with {@code prefix}, in key order. The visitor must not change the store. */
  void scan(String prefix, Visitor visitor);

  /** Sees one entry. */
  @FunctionalInterface
  interface Visitor {
    void visit(String key, byte[] value);
  }
}
