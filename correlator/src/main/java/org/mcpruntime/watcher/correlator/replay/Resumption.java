package org.mcpruntime.watcher.correlator.replay;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.mcpruntime.watcher.correlator.engine.EngineSettings;
import org.mcpruntime.watcher.correlator.engine.IncidentEngine;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.MemoryStore;
import org.mcpruntime.watcher.correlator.engine.Store;
import org.mcpruntime.watcher.correlator.engine.StoreName;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.history.Policy;
import org.mcpruntime.watcher.correlator.history.Told;
import org.mcpruntime.watcher.schemas.avro.Incident;

/**
 * Gives a live engine what it must remember of a cluster of which it has no state, so that it goes on after what was
 * published: nothing is lost and nothing told again. Used by one thread.
 */
public final class Resumption {

  /** Before the first record of any log. */
  private static final long AT_ONCE = -1;

  private final ClusterHistory history;
  private final EngineSettings settings;
  private final String rulesHash;

  public Resumption(ClusterHistory history, EngineSettings settings) {
    this.history = history;
    this.settings = settings;
    // The rules that were in force: that they have changed is for the live engine to find and to
    // tell.
    rulesHash = history.policies().stream()
        .reduce((older, newer) -> newer)
        .map(Policy::rulesHash)
        .orElseGet(() -> settings.rules().hash(settings.factsVersion()));
  }

  /**
   * What is remembered just before a record, rebuilt from the log before it: in memory, so that no transaction is open
   * meanwhile. Where the log does not reach back far enough, what it has.
   *
   * @param next the first record that is not read
   */
  public Memory before(LogRecord next, Progress progress) {
    Memory memory = new Memory();
    IncidentEngine engine = new IncidentEngine(settings, rulesHash, memory::store);
    Optional<Start> start =
        Start.of(history, next.timestamp(), 2 * settings.horizon().toMillis());
    if (start.isEmpty()) {
      return memory;
    }
    Rehearsal rehearsal =
        new Rehearsal(engine, settings, start.get().settled(), new Published(history.incidents()));
    long records = 0;
    for (Iterator<LogRecord> log = history.events(start.get().offset()); log.hasNext(); ) {
      LogRecord record = log.next();
      if (record.offset() >= next.offset()) {
        break;
      }
      process(rehearsal, record);
      progress.read(++records, record.timestamp(), next.timestamp());
    }
    rehearsal.end();
    return memory;
  }

  /** For records that were evaluated before and come again: each is to be given to it instead of to the live engine. */
  public Rehearsal again(Function<StoreName, Store> stores) {
    return new Rehearsal(
        new IncidentEngine(settings, rulesHash, stores),
        settings,
        AT_ONCE,
        new Published(history.incidents()));
  }

  /** One that cannot be read was set aside when it came first. */
  public static void process(Rehearsal rehearsal, LogRecord record) {
    try {
      rehearsal.process(record);
    } catch (UnreadableRecordException e) {
      // It has changed nothing.
    }
  }

  /** Stores in memory. */
  public static final class Memory {
    private final EnumMap<StoreName, MemoryStore> stores = new EnumMap<>(StoreName.class);

    private Memory() {
      for (StoreName name : StoreName.values()) {
        stores.put(name, new MemoryStore());
      }
    }

    private Store store(StoreName name) {
      MemoryStore store = stores.get(name);
      if (store == null) {
        throw new IllegalStateException(name.text());
      }
      return store;
    }

    /** Gives every entry of every store, in order. */
    public void forEach(BiConsumer<StoreName, Map.Entry<String, byte[]>> visitor) {
      stores.forEach((name, store) ->
          store.scan("", (key, value) -> visitor.accept(name, Map.entry(key, value))));
    }
  }

  private record Published(Iterator<Told> all) implements Iterator<Incident> {
    @Override
    public boolean hasNext() {
      return all.hasNext();
    }

    @Override
    public Incident next() {
      return all.next().incident();
    }
  }
}
