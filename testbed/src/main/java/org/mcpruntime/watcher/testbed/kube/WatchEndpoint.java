package org.mcpruntime.watcher.testbed.kube;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers watches and knows those that are open. */
final class WatchEndpoint {
  private final KubeStore store;
  private final ServedTypes served;
  private final Faults faults;
  private final Duration bookmarkInterval;
  private final Set<WatchStream> open = ConcurrentHashMap.newKeySet();

  WatchEndpoint(KubeStore store, ServedTypes served, Faults faults, Duration bookmarkInterval) {
    this.store = store;
    this.served = served;
    this.faults = faults;
    this.bookmarkInterval = bookmarkInterval;
  }

  /** Returns when the watch ends; an IOException breaks the connection off. */
  void answer(ReadCall call, HttpResponse response, HttpServer.Connection connection)
      throws ApiError, IOException {
    WatchOptions options = WatchOptions.of(call, store.resourceVersion(), bookmarkInterval);
    WatchStream stream =
        new WatchStream(store, served, faults, call.type(), options, response, connection);
    open.add(stream);
    try {
      stream.run();
    } finally {
      open.remove(stream);
    }
  }

  int openWatches() {
    return open.size();
  }

  /** Has every open watch that gets bookmarks write one now; returns how many will. */
  int bookmarkAll() {
    int count = 0;
    for (WatchStream stream : open) {
      if (stream.requestBookmark()) {
        count++;
      }
    }
    return count;
  }

  /** Has every open watch look at the faults and at the served types. */
  void wakeAll() {
    open.forEach(WatchStream::wakeUp);
  }
}
