package org.mcpruntime.watcher.testbed.kube;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the entries of a store into its journal, those of one unit of work together. Guarded by the store's lock. */
final class JournalWriter {
  private final @Nullable Journal journal;
  private final Supplier<List<byte[]>> state;

  /** Entries of the unit of work that is being done; null outside of one. */
  private @Nullable ByteArrayOutputStream pending;

  /**
   * @param journal null when nothing is kept
   * @param state the entries that the journal may be replaced by
   */
  JournalWriter(@Nullable Journal journal, Supplier<List<byte[]>> state) {
    this.journal = journal;
    this.state = state;
  }

  void write(byte[] entry) {
    if (journal == null) {
      return;
    }
    if (pending == null) {
      append(journal, entry);
    } else {
      if (pending.size() > 0) {
        pending.write(',');
      }
      pending.writeBytes(entry);
    }
  }

  /** What the work writes is in the journal as a whole or not at all; when it throws, what it wrote so far is. */
  void atomically(Runnable work) {
    if (pending != null) {
      work.run();
      return;
    }
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    pending = entries;
    try {
      work.run();
    } finally {
      pending = null;
      if (journal != null && entries.size() > 0) {
        append(journal, entries.toByteArray());
      }
    }
  }

  private void append(Journal to, byte[] entries) {
    to.append(entries, entries.length);
    if (to.compactionIsDue()) {
      to.compact(state.get());
    }
  }

  void close() {
    if (journal != null) {
      journal.close();
    }
  }
}
