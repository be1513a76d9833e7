package org.mcpruntime.watcher.correlator.streams;

import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.correlator.engine.LogRecord;
import org.mcpruntime.watcher.correlator.engine.UnreadableRecordException;
import org.mcpruntime.watcher.correlator.history.ClusterHistory;
import org.mcpruntime.watcher.correlator.replay.Resumption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster that is not evaluated as far as Kafka Streams has handed its records over: they are read from the log, some at a
 * time, until it is in step. First, where this version has no state of it, those that were evaluated before: silently;
 * then the others.
 */
final class ComingToLife implements AutoCloseable {

  /** A tenth of a second or so: that long do other clusters wait, and readers of what they were told. */
  private static final int RECORDS_AT_ONCE = 1_000;

  /** To look through what may all be of other clusters costs as much as so many records. */
  private static final int RECORDS_FOR_A_PORTION = 200;

  /** Less is read at once, and most clusters are small. */
  private static final long WORTH_TELLING = 10_000;

  private static final int PARTS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(ComingToLife.class);

  private final Host host;
  private final String cluster;
  private Evaluated at;
  private Iterator<List<LogRecord>> portions = Collections.emptyIterator();
  private Iterator<LogRecord> portion = Collections.emptyIterator();
  private @Nullable ClusterHistory history;
  private @Nullable Resumption resumption;
  private long from;
  private long reached;
  private @Nullable Instant began;
  private boolean waitsForARecord;

  ComingToLife(Host host, String cluster, Evaluated at) {
    this.host = host;
    this.cluster = cluster;
    this.at = at;
    from = at.offset();
    reached = from;
  }

  String cluster() {
    return cluster;
  }

  Evaluated at() {
    return at;
  }

  /** There is a record more to come in step with. */
  void handed(long offset) {
    at = at.handed(offset);
  }

  /** Whether the log holds nothing of it: what was published can be followed from its next record on only. */
  boolean waitsForARecord() {
    return waitsForARecord;
  }

  /** Goes on by some records; whether the cluster is in step then, or waits for a record. */
  boolean goOn(Instant now) {
    if (began == null) {
      began = now;
      open();
    }
    int left = RECORDS_AT_ONCE;
    while (left > 0 && !isDone()) {
      if (portion.hasNext()) {
        take(portion.next());
        left--;
      } else if (portions.hasNext()) {
        portion = portions.next().iterator();
        left -= RECORDS_FOR_A_PORTION;
      } else if (resumption != null && !resumption.hasBegun()) {
        waitsForARecord = true;
        return true;
      } else if (resumption != null) {
        lives(resumption);
      } else {
        // What was handed over since it was opened.
        close();
        open();
        break;
      }
    }
    return isDone();
  }

  private boolean isDone() {
    return resumption == null && at.isInStep();
  }

  private void open() {
    ClusterHistory opened = host.histories().apply(cluster);
    history = opened;
    if (at.facts() == host.settings().factsVersion()) {
      goesOn(opened);
    } else {
      beginsAnew(opened);
    }
  }

  private void goesOn(ClusterHistory opened) {
    if (at.time() >= 0 && opened.beginOffset() > at.offset() + 1) {
      host.engine().lost(cluster, opened.beginOffset());
      at = at.removedBefore(opened.beginOffset());
      LOG.atWarn()
          .addKeyValue("cluster", cluster)
          .addKeyValue("offset", at.offset())
          .addKeyValue("logBegin", opened.beginOffset())
          .log("Records were removed before they were evaluated;"
              + " the cluster is not judged until each kind has been listed again");
    }
    portions = opened.portions(at.offset() + 1, Long.MAX_VALUE);
  }

  private void beginsAnew(ClusterHistory opened) {
    host.engine().drop(cluster);
    Resumption begun = new Resumption(opened, host.settings(), at.time(), host.stores());
    resumption = begun;
    portions = opened.portions(begun.from(), Long.MAX_VALUE);
    from = begun.from();
    reached = from;
    LOG.atInfo()
        .addKeyValue("cluster", cluster)
        .addKeyValue("evaluatedThrough", Instant.ofEpochMilli(at.time()))
        .addKeyValue("from", from)
        .addKeyValue("to", at.handed())
        .log("There is no state of the cluster; it comes to life from the log");
  }

  private void take(LogRecord record) {
    if (resumption != null && (at.covers(record) || !resumption.hasBegun())) {
      // The first one always: where nothing is left of what was evaluated, what was published is
      // followed from there on.
      resumption.process(record);
      at = at.through(record);
    } else {
      if (resumption != null) {
        lives(resumption);
      }
      evaluate(record);
    }
    tell(record);
  }

  private void lives(Resumption done) {
    done.end();
    resumption = null;
    at = at.by(host.settings().factsVersion(), host.engine().time(cluster));
    if (!host.engine().knowsAll(cluster)) {
      LOG.atWarn()
          .addKeyValue("cluster", cluster)
          .addKeyValue("from", from)
          .log("The log does not reach back far enough;"
              + " the cluster is not judged until each kind has been listed again");
    }
  }

  private void evaluate(LogRecord record) {
    try {
      host.engine().process(record, host.sink());
    } catch (UnreadableRecordException e) {
      // It was set aside when it was handed over.
    }
    at = new Evaluated(
        record.offset(), host.engine().time(cluster), host.settings().factsVersion(), at.handed());
  }

  private void tell(LogRecord record) {
    long before = part();
    reached = record.offset();
    if (part() > before && at.handed() - from >= WORTH_TELLING) {
      LOG.atInfo()
          .addKeyValue("cluster", cluster)
          .addKeyValue("time", Instant.ofEpochMilli(record.timestamp()))
          .addKeyValue("left", Math.max(0, at.handed() - reached))
          .addKeyValue("of", at.handed() - from)
          .log("The cluster is coming to life");
    }
  }

  private long part() {
    return (reached - from) * PARTS / Math.max(1, at.handed() - from);
  }

  LifeProgress progress() {
    return new LifeProgress(
        Math.max(0, at.handed() - reached),
        Math.max(0, at.handed() - from),
        Instant.ofEpochMilli(at.time()),
        began);
  }

  @Override
  public void close() {
    if (history != null) {
      history.close();
      history = null;
    }
  }
}
