package org.mcpruntime.watcher.collector.publish;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.KindId;
import org.mcpruntime.watcher.collector.api.Scope;
import org.mcpruntime.watcher.schemas.avro.CollectorState;
import org.mcpruntime.watcher.schemas.avro.Operation;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.mcpruntime.watcher.schemas.topics.ObjectKey;
import org.mcpruntime.watcher.schemas.topics.TopicNames;

/**
 * Ends a cluster's history: FORGET in the log, and nothing left in the tables. Afterwards its name is free, and the next
 * collector under it begins at sequence 1.
 *
 * <p>FORGET and the end of the state are one transaction, the first; rows of the table follow in others. Cut short, what
 * is left are rows without a state, which the same command removes, and which a collector that comes first would tell as
 * deleted.
 */
public final class ClusterRemoval {
  private static final int ROWS_AT_ONCE = 1000;

  private final String cluster;
  private final TopicNames topics;
  private final int partitions;
  private final Map<String, String> kafka;

  /**
   * What was done.
   *
   * @param sequence of the FORGET; null when there was no state left that could be ended
   * @param rows taken out of the table of objects
   */
  public record Removed(@Nullable Long sequence, long rows) {}

  public ClusterRemoval(
      String cluster, TopicNames topics, int partitions, Map<String, String> kafka) {
    this.cluster = cluster;
    this.topics = topics;
    this.partitions = partitions;
    this.kafka = Map.copyOf(kafka);
  }

  /** Host of the collector that leads the cluster; empty when the group has no such member. */
  public Optional<String> leader(Admin admin) throws InterruptedException {
    TopicPartition ours = new TopicPartition(
        topics.collectorState(), ClusterPartitioner.partition(cluster, partitions));
    String group = topics.collectorGroup(cluster);
    try {
      ConsumerGroupDescription found = Objects.requireNonNull(
              admin.describeConsumerGroups(List.of(group)).describedGroups().get(group))
          .get();
      return found.members().stream()
          .filter(member -> member.assignment().topicPartitions().contains(ours))
          .map(member -> member.host())
          .findFirst();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Optional.empty();
      }
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
    }
  }

  /**
   * Removes it. Fences a collector that writes all the same, so ask for the {@link #leader} before.
   *
   * @param now the time of the FORGET, unless the log is ahead of it
   */
  public Removed run(Instant now) {
    try (TransactionalPublisher publisher =
        new TransactionalPublisher(cluster, topics, partitions, kafka)) {
      Committed committed = new StateReader(cluster, topics, partitions, kafka).read();
      CollectorState leader = committed.leader();
      Long sequence = leader == null ? null : forget(leader, now, publisher);
      for (Scope scope : committed.scopes()) {
        publisher.accept(new Outgoing.State(StateKeys.scope(cluster, scope), null, now));
      }
      commit(publisher);
      long rows = 0;
      for (KindId kind : committed.kinds()) {
        rows += rows(kind, committed.inventory(kind), now, publisher);
      }
      return new Removed(sequence, rows);
    }
  }

  private long forget(CollectorState leader, Instant now, TransactionalPublisher publisher) {
    Instant newest = leader.getLastTime();
    EventWriter writer = new EventWriter(
        cluster,
        String.valueOf(leader.getClusterUid()),
        orZero(leader.getEpoch()) + 1,
        orZero(leader.getSequence()),
        newest == null ? Instant.EPOCH : newest);
    publisher.accept(new Outgoing.Event(
        ObjectKey.control(cluster, "Forget"),
        writer.ofCluster(Operation.FORGET, now),
        Outgoing.Table.UNTOUCHED));
    publisher.accept(new Outgoing.State(StateKeys.leader(cluster), null, writer.time()));
    return writer.sequence();
  }

  private long rows(KindId kind, Inventory known, Instant now, TransactionalPublisher publisher) {
    long rows = 0;
    known.clearMarks();
    List<Inventory.Entry> some = known.unmarked(ROWS_AT_ONCE);
    while (!some.isEmpty()) {
      for (Inventory.Entry entry : some) {
        String key = new ObjectKey(
                cluster, kind.group(), kind.kind(), entry.namespace(), entry.name())
            .text();
        publisher.accept(new Outgoing.NoRow(key, now));
        known.remove(entry.namespace(), entry.name());
        rows++;
      }
      commit(publisher);
      some = known.unmarked(ROWS_AT_ONCE);
    }
    return rows;
  }

  private static void commit(TransactionalPublisher publisher) {
    if (publisher.isOpen()) {
      publisher.commit();
    }
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
