package org.mcpruntime.watcher.collector.kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.ApiResult;
import org.mcpruntime.watcher.collector.api.Discovery;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.api.KubeApi;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.collector.api.ServedKind;
import org.mcpruntime.watcher.collector.api.ServedScope;
import org.mcpruntime.watcher.schemas.redaction.Redactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers of one cluster: starts one for each scope of the wanted kinds that the API serves, looks again from time to time, and
 * ends those whose kind has gone. Nothing is read before the cluster has shown the uid that belongs to its name. Two
 * threads of its own, one that looks and one for the periodic lists, and one for each reader.
 */
public final class KindReaders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KindReaders.class);
  private static final int CONCURRENT_LISTS = 2;

  /** What the readers tell their owner beside their inputs. */
  public interface Listener {
    /** This is another cluster; nothing is read from it. */
    void otherCluster(String foundUid);
  }

  private record Running(KindReader reader, Thread thread) {}

  private final String cluster;
  private final String clusterUid;
  private final KubeApi api;
  private final Map<KindId, KindSpec> specs = new TreeMap<>();
  private final Redactor redactor;
  private final InputQueue queue;
  private final Pacing pacing;
  private final Listener listener;
  private final Map<Scope, String> positions;
  private final Discovery discovery;
  private final Semaphore listPermits = new Semaphore(CONCURRENT_LISTS, true);
  private final RandomGenerator random = new Random();
  private final Map<Scope, Running> running = new ConcurrentHashMap<>();
  private final Set<KindId> notServed = new HashSet<>();
  private final Restater restater;
  private final Thread thread;
  private final Thread restating;
  private boolean verified;

  /**
   * @param clusterUid the uid that the cluster must have
   * @param verified whether it has just been read, so that it need not be asked again
   * @param positions where to go on; a scope without one is listed first
   */
  public KindReaders(
      String cluster,
      String clusterUid,
      boolean verified,
      KubeApi api,
      List<KindSpec> specs,
      Redactor redactor,
      InputQueue queue,
      Pacing pacing,
      Map<Scope, String> positions,
      Listener listener) {
    this.cluster = cluster;
    this.clusterUid = clusterUid;
    this.verified = verified;
    this.api = api;
    this.redactor = redactor;
    this.queue = queue;
    this.pacing = pacing;
    this.listener = listener;
    this.positions = new HashMap<>(positions);
    specs.forEach(spec -> this.specs.put(spec.id(), spec));
    this.discovery = new Discovery(api, this.specs.keySet());
    this.thread = new Thread(this::run, "collector-" + cluster + "-kinds");
    this.thread.setDaemon(true);
    this.restater = new Restater(api, redactor, queue, listPermits, pacing, this::served);
    this.restating = new Thread(restater, "collector-" + cluster + "-restate");
    this.restating.setDaemon(true);
  }

  public void start() {
    thread.start();
    restating.start();
  }

  /** Reads what the ledger asks for; from any thread. */
  public void send(Errand errand) {
    if (!(errand instanceof Errand.Relist relist)) {
      restater.send(errand);
      return;
    }
    Running one = running.get(relist.scope());
    if (one != null) {
      one.reader().relist(relist.reason());
    }
  }

  private @Nullable ServedScope served(Scope scope) {
    Running one = running.get(scope);
    return one == null ? null : one.reader().served();
  }

  /** Ends all readers; what they have put into the queue stays there. Their threads have ended when this returns. */
  @Override
  public void close() {
    thread.interrupt();
    restating.interrupt();
    join(thread);
    join(restating);
    List<Running> all = new ArrayList<>(running.values());
    all.forEach(KindReaders::interrupt);
    all.forEach(one -> join(one.thread()));
    running.clear();
  }

  private void run() {
    Backoff backoff = new Backoff(pacing, random);
    try {
      while (true) {
        Duration wait = pacing.rediscovery();
        if (look()) {
          backoff.reset();
        } else {
          Duration step = backoff.step();
          wait = step.compareTo(wait) < 0 ? step : wait;
        }
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the API answered. */
  private boolean look() throws InterruptedException {
    try {
      return discover();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("cluster", cluster)
          .setCause(e)
          .log("finding out about kinds failed: a defect of the collector");
      blind("Defect");
      return false;
    }
  }

  private boolean discover() throws InterruptedException {
    if (!verified) {
      ApiResult<String> uid = api.clusterUid();
      if (uid instanceof ApiResult.Failed<String> failed) {
        blind(failed.failure().reason());
        return false;
      }
      String found = ((ApiResult.Answer<String>) uid).value();
      if (!found.equals(clusterUid)) {
        blind("OtherCluster");
        listener.otherCluster(found);
        return false;
      }
      verified = true;
    }
    ApiResult<Discovery.Found> result = discovery.find();
    if (result instanceof ApiResult.Failed<Discovery.Found> failed) {
      blind(failed.failure().reason());
      return false;
    }
    Discovery.Found found = ((ApiResult.Answer<Discovery.Found>) result).value();
    for (KindSpec spec : specs.values()) {
      ServedKind served = found.served().get(spec.id());
      if (served != null) {
        read(spec, served);
      } else if (!found.undecided().contains(spec.id())) {
        gone(spec);
      } else {
        blind(spec, "Undiscovered");
      }
    }
    return true;
  }

  private void blind(String reason) throws InterruptedException {
    for (KindSpec spec : specs.values()) {
      if (!notServed.contains(spec.id())) {
        blind(spec, reason);
      }
    }
  }

  /** Scopes with a reader find out for themselves. */
  private void blind(KindSpec spec, String reason) throws InterruptedException {
    for (Scope scope : spec.scopes()) {
      if (!running.containsKey(scope)) {
        queue.put(new Input.Blind(scope, reason));
      }
    }
  }

  private void read(KindSpec spec, ServedKind served) throws InterruptedException {
    if (!spec.selection().namespaces().isEmpty() && !served.namespaced()) {
      blind(spec, "NotNamespaced");
      return;
    }
    notServed.remove(spec.id());
    for (Scope scope : spec.scopes()) {
      ServedScope wanted = new ServedScope(served, scope.namespace(), spec.selection());
      Running present = running.get(scope);
      if (present == null || !present.reader().served().equals(wanted)) {
        if (present != null) {
          end(scope, present);
        }
        begin(wanted, spec.bookmarks());
      }
    }
  }

  private void begin(ServedScope served, boolean bookmarks) throws InterruptedException {
    Scope scope = served.scope();
    ServedKind kind = served.served();
    queue.put(new Input.Served(scope, kind.version(), kind.plural()));
    KindReader reader = new KindReader(
        api, served, bookmarks, redactor, queue, listPermits, pacing, random, positions.get(scope));
    Thread of = new Thread(reader, "collector-" + cluster + '-' + scope.text());
    of.setDaemon(true);
    running.put(scope, new Running(reader, of));
    of.start();
    LOG.atInfo()
        .addKeyValue("cluster", cluster)
        .addKeyValue("kind", scope)
        .addKeyValue("version", kind.version())
        .log("reading a kind");
  }

  private void gone(KindSpec spec) throws InterruptedException {
    for (Scope scope : spec.scopes()) {
      Running present = running.get(scope);
      if (present != null) {
        end(scope, present);
        LOG.atInfo()
            .addKeyValue("cluster", cluster)
            .addKeyValue("kind", scope)
            .log("the API no longer serves a kind");
      }
    }
    if (notServed.add(spec.id())) {
      for (Scope scope : spec.scopes()) {
        queue.put(new Input.NotServed(scope));
      }
    }
  }

  /** Keeps its position: should the kind come back, its reader goes on from there, or finds it too old. */
  private void end(Scope scope, Running present) {
    interrupt(present);
    join(present.thread());
    running.remove(scope);
    String position = present.reader().position();
    if (position == null) {
      positions.remove(scope);
    } else {
      positions.put(scope, position);
    }
  }

  private static void interrupt(Running one) {
    one.thread().interrupt();
    one.reader().stop();
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
