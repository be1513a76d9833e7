package org.mcpruntime.watcher.testbed.kube;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.testbed.kube.WatchEvent.Operation;

/**
 * One open watch: writes the changes of a type as lines, bookmarks between them, and the faults
 * meant for it. Runs on the thread of its connection; a slow client is not waited for, it falls out
 * of the history and is told so.
 */
final class WatchStream {
  private static final int BATCH = 256;

  /** How long a client that has hung up keeps its thread. */
  private static final Duration LOOK_AROUND = Duration.ofMillis(500);

  private static final byte[] ADDED = line("ADDED");
  private static final byte[] MODIFIED = line("MODIFIED");
  private static final byte[] DELETED = line("DELETED");
  private static final byte[] BOOKMARK = line("BOOKMARK");
  private static final byte[] ERROR = line("ERROR");
  private static final byte[] END = {'}', '\n'};

  private final KubeStore store;
  private final ServedTypes served;
  private final Faults faults;
  private final ResourceType type;
  private final WatchOptions options;
  private final HttpResponse out;
  private final HttpServer.Connection connection;
  private volatile @Nullable StoreWatch watch;
  private volatile boolean bookmarkRequested;
  private Faults.@Nullable Entry silence;

  WatchStream(
      KubeStore store,
      ServedTypes served,
      Faults faults,
      ResourceType type,
      WatchOptions options,
      HttpResponse out,
      HttpServer.Connection connection) {
    this.store = store;
    this.served = served;
    this.faults = faults;
    this.type = type;
    this.options = options;
    this.out = out;
    this.connection = connection;
  }

  void run() throws IOException {
    out.flush();
    try {
      StoreWatch changes = begin();
      watch = changes;
      follow(changes);
    } catch (ExpiredException e) {
      writeError(ApiError.expired(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }

  /** Whether this watch gets bookmarks at all. */
  boolean requestBookmark() {
    if (!getsBookmarks()) {
      return false;
    }
    bookmarkRequested = true;
    wakeUp();
    return true;
  }

  void wakeUp() {
    StoreWatch changes = watch;
    if (changes != null) {
      changes.wakeUp();
    }
  }

  private boolean getsBookmarks() {
    return options.bookmarks() && type.bookmarks();
  }

  private StoreWatch begin() throws IOException, ExpiredException {
    if (!options.initialState()) {
      return store.watch(type, options.after());
    }
    ObjectList list = store.listAll(type);
    for (StoredObject object : list.objects()) {
      if (options.selector().matches(object)) {
        writeLine(Operation.ADDED, object);
      }
    }
    if (options.marksInitialEnd()) {
      writeBookmark(list.resourceVersion(), true);
    }
    out.flush();
    return store.watch(type, list.resourceVersion());
  }

  private void follow(StoreWatch changes)
      throws IOException, ExpiredException, InterruptedException {
    long end = System.nanoTime() + options.timeout().toNanos();
    long nextBookmark = System.nanoTime() + options.bookmarkInterval().toNanos();
    boolean owed = false;
    while (served.contains(type)) {
      long now = System.nanoTime();
      if (end - now <= 0) {
        return;
      }
      streamFaults();
      if (bookmarkRequested) {
        // Noticed before changes are read: all that were made before the request are among them.
        bookmarkRequested = false;
        owed = true;
      }
      long wait = Math.min(LOOK_AROUND.toNanos(), Math.min(end, nextBookmark) - now);
      List<WatchEvent> batch = changes.poll(BATCH, Duration.ofNanos(Math.max(0, wait)));
      if (batch.isEmpty() && connection.gone()) {
        return;
      }
      if (isSilent()) {
        continue;
      }
      for (WatchEvent change : batch) {
        write(change);
      }
      boolean due = System.nanoTime() - nextBookmark >= 0;
      if (due) {
        nextBookmark = System.nanoTime() + options.bookmarkInterval().toNanos();
      }
      boolean caughtUp = batch.size() < BATCH;
      boolean bookmarked = getsBookmarks() && (due || (owed && caughtUp));
      if (bookmarked) {
        owed = owed && !caughtUp;
        writeBookmark(changes.position(), false);
      }
      if (bookmarked || !batch.isEmpty()) {
        out.flush();
      }
    }
  }

  private void streamFaults() throws IOException, ExpiredException {
    if (faults.isEmpty()) {
      return;
    }
    if (take(Fault.ExpiredEvent.class, null) != null) {
      throw new ExpiredException(options.after(), store.resourceVersion());
    }
    if (faults.take(
            fault -> fault instanceof Fault.Cut cut && !cut.midLine(),
            type,
            Target.Call.WATCH,
            null)
        != null) {
      out.flush();
      throw new IOException("cut by a fault");
    }
  }

  private boolean isSilent() {
    Faults.Entry current = silence;
    if (current == null && !faults.isEmpty()) {
      current = take(Fault.Silent.class, null);
      silence = current;
    }
    return current != null && !current.isRemoved();
  }

  private void write(WatchEvent change) throws IOException {
    Operation operation = change.operation();
    StoredObject object = change.object();
    StoredObject previous = change.previous();
    boolean now = options.selector().matches(object);
    if (operation == Operation.MODIFIED && previous != null) {
      boolean before = options.selector().matches(previous);
      if (now != before) {
        operation = now ? Operation.ADDED : Operation.DELETED;
      }
      if (before && !now) {
        object = previous.at(change.resourceVersion());
      } else if (!now) {
        return;
      }
    } else if (!now) {
      return;
    }
    if (faults.isEmpty()) {
      writeLine(operation, object);
    } else {
      writeWithFaults(operation, object);
    }
  }

  private void writeWithFaults(Operation operation, StoredObject object) throws IOException {
    if (take(Fault.Lost.class, operation) != null) {
      return;
    }
    Faults.Entry garbage = take(Fault.Garbage.class, operation);
    if (garbage != null && garbage.fault() instanceof Fault.Garbage line) {
      out.text(line.text() + "\n");
    }
    Faults.Entry huge = take(Fault.Huge.class, operation);
    StoredObject sent = huge != null && huge.fault() instanceof Fault.Huge size
        ? Padding.of(object, size.bytes())
        : object;
    Faults.Entry cut = take(Fault.Cut.class, operation);
    if (cut != null && cut.fault() instanceof Fault.Cut how) {
      if (how.midLine()) {
        out.write(prefix(operation));
        byte[] json = sent.json(type);
        out.write(json, 0, json.length / 2);
      }
      out.flush();
      throw new IOException("cut by a fault");
    }
    writeLine(operation, sent);
  }

  private Faults.@Nullable Entry take(Class<? extends Fault> kind, @Nullable Operation operation) {
    return faults.take(kind::isInstance, type, Target.Call.WATCH, operation);
  }

  private void writeLine(Operation operation, StoredObject object) throws IOException {
    out.write(prefix(operation));
    out.write(object.json(type));
    out.write(END);
  }

  private void writeBookmark(long position, boolean initialEnd) throws IOException {
    out.write(BOOKMARK);
    out.write(ObjectShape.head(type));
    String end = ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}";
    String version = "\"resourceVersion\":\"" + position + "\"";
    String members = type.custom() && initialEnd ? end.substring(1) + "," + version : version;
    out.text("\"metadata\":{" + members + (initialEnd && !type.custom() ? end : "") + "}}");
    out.write(END);
  }

  private void writeError(ApiError error) throws IOException {
    out.write(ERROR);
    out.write(error.json());
    out.write(END);
  }

  private static byte[] prefix(Operation operation) {
    return switch (operation) {
      case ADDED -> ADDED;
      case MODIFIED -> MODIFIED;
      case DELETED -> DELETED;
    };
  }

  private static byte[] line(String type) {
    return ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8);
  }
}
