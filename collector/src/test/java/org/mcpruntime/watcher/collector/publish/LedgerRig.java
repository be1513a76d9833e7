package org.mcpruntime.watcher.collector.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.KindSpec;
import org.mcpruntime.watcher.collector.kind.Input;
import org.mcpruntime.watcher.schemas.avro.ClusterEvent;
import org.mcpruntime.watcher.schemas.avro.KindCoverage;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Removal;
import org.mcpruntime.watcher.schemas.redaction.RemovalReason;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;

/** A ledger between hands: inputs go in, records are kept, and a restart takes what a topic would hold. */
final class LedgerRig {
  static final Instant START = Instant.parse("2026-11-23T02:39:00Z");
  static final KindId POD = new KindId("", "Pod");
  static final KindId EVENT = new KindId("", "Event");
  static final KindId SERVER = new KindId("mcpruntime.org", "MCPServer");
  static final List<KindSpec> SPECS = List.of(
      KindSpec.builtIn("", "Pod"),
      new KindSpec(EVENT, false, false),
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
    ledger = new ClusterLedger("prod", "cluster-uid", SPECS, Duration.ofSeconds(5), committed, now);
  }

  /** What a crash now leaves: the records so far, read back as the topics would give them. */
  LedgerRig restarted(Instant at) {
    ledger.writeState(all::add);
    Committed committed = new Committed();
    for (Outgoing record : all) {
      if (record instanceof Outgoing.State state && state.key().endsWith("/leader")) {
        committed.leader(state.state());
      } else if (record instanceof Outgoing.State state) {
        committed.kind(
            new KindId(state.state().getGroup(), state.state().getKind()), state.state());
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
    LedgerRig next = new LedgerRig(committed);
    next.now = at;
    next.ledger =
        new ClusterLedger("prod", "cluster-uid", SPECS, Duration.ofSeconds(5), committed, at);
    return next;
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
      if (input instanceof Input.ListBegin begin) {
        ledger.snapshotBegan(begin.kind(), offset++);
      }
    }
    return this;
  }

  LedgerRig list(KindId kind, String resourceVersion, RedactedObject... objects) {
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

  KindCoverage coverage(KindId kind) {
    return tick().getCoverage().stream()
        .filter(each -> kind.equals(
            new KindId(String.valueOf(each.getGroup()), String.valueOf(each.getKind()))))
        .findFirst()
        .orElseThrow();
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

  private static String text(Outgoing.Event outgoing) {
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
