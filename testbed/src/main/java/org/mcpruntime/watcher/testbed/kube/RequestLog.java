package org.mcpruntime.watcher.testbed.kube;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The newest requests that the server got, oldest first. Thread-safe. */
public final class RequestLog {
  private static final int KEPT = 100_000;

  /**
   * One request.
   *
   * @param path decoded
   * @param query as sent, without the question mark; may be empty
   * @param time when it was read, by the store's clock
   */
  public record Request(String method, String path, String query, Instant time) {
    public boolean isWatch() {
      return query.matches("(.*&)?watch=(1|true)(&.*)?");
    }
  }

  private final ArrayDeque<Request> requests = new ArrayDeque<>();

  RequestLog() {}

  synchronized void add(Request request) {
    if (requests.size() == KEPT) {
      requests.removeFirst();
    }
    requests.addLast(request);
  }

  public synchronized List<Request> all() {
    return List.copyOf(requests);
  }

  public List<Request> matching(Predicate<Request> condition) {
    return all().stream().filter(condition).toList();
  }

  /** Requests for one collection as a whole, by its path; watches included. */
  public List<Request> of(ResourceType type) {
    return matching(request -> request.path().equals(type.path()));
  }

  /** Requests that could have changed something; empty when the client only reads. */
  public List<Request> writes() {
    return matching(request -> !request.method().equals("GET"));
  }

  /** Number of requests in each minute that has any. */
  public SortedMap<Instant, Integer> perMinute() {
    SortedMap<Instant, Integer> counts = new TreeMap<>();
    for (Request request : all()) {
      counts.merge(request.time().truncatedTo(ChronoUnit.MINUTES), 1, Integer::sum);
    }
    return counts;
  }

  public synchronized void clear() {
    requests.clear();
  }
}
