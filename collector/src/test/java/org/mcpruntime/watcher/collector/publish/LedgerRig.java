package org.mcpruntime.watcher.collector.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.collector.kind.Pacing;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Removal;
import org.mcpruntime.watcher.schemas.redaction.RemovalReason;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;

/** A ledger between hands: inputs go in, records are kept, and a restart takes what a topic would hold. */
final class LedgerRig {
  static final Instant START = Instant.parse("2026-11-23T02:39:00Z");
  static final Scope POD = Scope.all(new KindId("", "Pod"));
  static final Scope EVENT = Scope.all(new KindId("", "Event"));
  static final Scope SERVER = Scope.all(new KindId("mcpruntime.org", "MCPServer"));
  static final Scope DEFINITION =
      Scope.all(new KindId("apiextensions.k8s.io", "CustomResourceDefinition"));
  static final List<KindSpec> SPECS = List.of(
      KindSpec.builtIn("", "Pod"),
      new KindSpec(EVENT.kind(), false, false),
      KindSpec.custom("mcpruntime.org", "MCPServer"));

  final List<Outgoing> all = new ArrayList<>();
  Instant now = START;
  ClusterLedger ledger;
  private int taken;
  private long offset = 100;

  LedgerRig() {
    this(Committed.nothing());
  }

  LedgerRig(Committed committed) {
    this(SPECS, committed, START);
  }

  LedgerRig(List<KindSpec> specs, Committed committed, Instant now) {
    this.now = now;
    ledger = new ClusterLedger(
        "prod", "cluster-uid", specs, Duration.ofSeconds(5), Pacing.defaults(), committed, now);
  }

  /** What a crash now leaves: the records so far, read back as the topics would give them. */
  LedgerRig restarted(Instant at) {
    return restarted(SPECS, at);
  }

  /** The same, with other kinds. */
  LedgerRig restarted(List<KindSpec> specs, Instant at) {
    ledger.writeState(all::add);
    Committed committed = new Committed();
    for (Outgoing record : all) {
      if (record instanceof Outgoing.State state && state.key().endsWith("/leader")) {
        committed.leader(state.state());
      } else if (record instanceof Outgoing.State state) {
        committed.scope(
            Objects.requireNonNull(StateKeys.scope("prod", state.key())), state.state());
      } else if (record instanceof Outgoing.Event event
          && event.table() != Outgoing.Table.UNTOUCHED) {
        ObjectKey key = ObjectKey.parse(event.key());
        Inventory inventory = committed.inventory(new KindId(key.group(), key.kind()));
        if (event.table() == Outgoing.Table.REMOVE) {
          inventory.remove(key.namespace(), key.name());
        } else {
          inventory.put(
              key.namespace(),
              key.name(),
              String.valueOf(event.event().getUid()),
              String.valueOf(event.event().getResourceVersion()),
              false);
        }
      }
    }
    return new LedgerRig(specs, committed, at);
  }

  LedgerRig after(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  LedgerRig apply(Input... inputs) {
    for (Input input : inputs) {
      while (!ledger.apply(input, now, all::add)) {
        ledger.writeState(all::add);
      }
      if (ledger.hasBegun()) {
        ledger.snapshotBegan(offset++);
      }
    }
    return this;
  }

  LedgerRig list(Scope kind, String resourceVersion, RedactedObject... objects) {
    return apply(
        new Input.ListBegin(kind, "v1", "Expired"),
        new Input.ListPage(kind, List.of(objects)),
        new Input.ListEnd(kind, resourceVersion));
  }

  LedgerRig change(Input.ChangeType type, RedactedObject object) {
    return apply(new Input.Change(POD, type, object));
  }

  ClusterEvent tick() {
    ledger.tick(now, all::add);
    return ((Outgoing.Event) all.get(all.size() - 1)).event();
  }

  KindCoverage coverage(Scope scope) {
    return tick().getCoverage().stream()
        .filter(each -> scope
            .kind()
            .equals(new KindId(String.valueOf(each.getGroup()), String.valueOf(each.getKind()))))
        .findFirst()
        .orElseThrow();
  }

  KindStatus status(Scope scope) {
    return ledger.status().kinds().stream()
        .filter(each -> each.kind().equals(scope.kind()))
        .findFirst()
        .orElseThrow();
  }

  /** The scope's newest entry in the collector's own table. */
  CollectorState state(Scope scope) {
    ledger.writeState(all::add);
    CollectorState newest = null;
    for (Outgoing record : all) {
      if (record.key().equals(StateKeys.scope("prod", scope))) {
        newest = ((Outgoing.State) record).state();
      }
    }
    return Objects.requireNonNull(newest);
  }

  /** Events since this was last asked. */
  List<Outgoing.Event> news() {
    List<Outgoing.Event> news = all.subList(taken, all.size()).stream()
        .filter(Outgoing.Event.class::isInstance)
        .map(Outgoing.Event.class::cast)
        .toList();
    taken = all.size();
    return news;
  }

  /** The news as text: operation, origin, name or kind, resourceVersion, what the table does. */
  List<String> told() {
    return news().stream().map(LedgerRig::text).toList();
  }

  static String text(Outgoing.Event outgoing) {
    ClusterEvent event = outgoing.event();
    if (event.getName() == null) {
      return event.getOperation().name();
    }
    return event.getOperation() + " " + event.getOrigin() + " " + event.getName() + "@"
        + event.getResourceVersion() + " " + outgoing.table();
  }

  static RedactedObject pod(String name, String uid, int resourceVersion) {
    byte[] json = ("{\"metadata\":{\"name\":\"" + name + "\"}}").getBytes(StandardCharsets.UTF_8);
    return new RedactedObject(
        json,
        "v1",
        "Pod",
        "shop",
        name,
        uid,
        Integer.toString(resourceVersion),
        json.length + 10,
        false,
        List.of(new Removal("/spec/x", RemovalReason.CUSTOM)));
  }

  static @Nullable Operation operation(Outgoing record) {
    return record instanceof Outgoing.Event event ? event.event().getOperation() : null;
  }
}
