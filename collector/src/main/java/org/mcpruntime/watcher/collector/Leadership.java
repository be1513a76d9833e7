package org.mcpruntime.watcher.collector;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.topics.ClusterPartitioner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which of a cluster's collectors leads. They form one consumer group on the state topic, and whoever owns the
 * cluster's partition leads; the other partitions mean nothing. Nothing is read and no offset is committed: the group is
 * wanted for its members only. It needs no permission in the cluster, and goes on while the API is down.
 *
 * <p>A thread of its own answers the group, so that no slow transaction costs the lead. The group only says who should
 * write. What keeps a collector that was taken for dead from writing is the transactional id.
 */
final class Leadership implements AutoCloseable {
  /** Silent for this long, a member is out of the group. */
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

  /** How long the lead is held back for a session to commit what it has. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  /** What the group says of this collector. */
  sealed interface Standing {
    /** Not in the group yet. */
    record Joining(@Nullable String reason) implements Standing {}

    /** Another one leads, or will in a moment. */
    record Standby() implements Standing {}

    /** This one leads; the number tells one time of leading from the next. */
    record Leads(long term) implements Standing {}

    /** It cannot take part. Final. */
    record Impossible(String reason) implements Standing {}
  }

  private final CollectorConfig config;
  private final TopicPartition ours;
  private final Runnable changed;
  private final Thread thread;
  private final Object lock = new Object();
  private Standing standing = new Standing.Joining(null);
  private long terms;
  private boolean working;
  private boolean closing;
  private @Nullable KafkaConsumer<byte[], byte[]> member;

  /** @param changed called on the group's thread after the lead is gone; must not block */
  Leadership(CollectorConfig config, Runnable changed) {
    this.config = config;
    this.changed = changed;
    this.ours = new TopicPartition(
        config.topics().collectorState(),
        ClusterPartitioner.partition(config.cluster(), config.partitions()));
    this.thread = new Thread(this::run, "collector-" + config.cluster() + "-group");
  }

  void start() {
    thread.start();
  }

  Standing standing() {
    synchronized (lock) {
      return standing;
    }
  }

  boolean holds(long term) {
    return standing() instanceof Standing.Leads leads && leads.term() == term;
  }

  /** Says that records will be written under this term; false when it is over already. */
  boolean begin(long term) {
    synchronized (lock) {
      working = holds(term);
      return working;
    }
  }

  /** Says that nothing more will be written: the lead may go to another. */
  void end() {
    synchronized (lock) {
      working = false;
      lock.notifyAll();
    }
  }

  /** Waits for a change, for at most this long. */
  void await(Duration patience) throws InterruptedException {
    synchronized (lock) {
      if (!closing) {
        TimeUnit.NANOSECONDS.timedWait(lock, patience.toNanos());
      }
    }
  }

  /** Leaves the group, so that another need not wait for this one's silence. */
  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
      if (member != null) {
        member.wakeup();
      }
    }
    try {
      thread.join(CLOSE_WAIT.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!isClosing() && !(standing() instanceof Standing.Impossible)) {
        takePart();
        await(RETRY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("cluster", config.cluster())
          .setCause(e)
          .log("the collector leaves its group: a defect of its own");
      become(new Standing.Impossible("a defect of its own: " + e.getClass().getSimpleName()));
    }
  }

  /** Returns when it is closed, or when the group cannot be had. */
  private void takePart() {
    KafkaConsumer<byte[], byte[]> consumer = null;
    try {
      consumer = new KafkaConsumer<>(settings());
      if (!enter(consumer)) {
        return;
      }
      if (!topicIsThere(consumer)) {
        return;
      }
      consumer.subscribe(List.of(ours.topic()), new Turns(consumer));
      while (!isClosing()) {
        consumer.poll(POLL);
      }
    } catch (WakeupException e) {
      LOG.atDebug().addKeyValue("cluster", config.cluster()).log("leaving the group");
    } catch (FencedInstanceIdException e) {
      become(new Standing.Impossible("another collector runs under the same collector.instance"));
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("cluster", config.cluster())
          .addKeyValue("reason", e.toString())
          .log("the group of the cluster's collectors cannot be joined; trying again");
      become(new Standing.Joining(String.valueOf(e.getMessage())));
    } finally {
      leave(consumer);
    }
  }

  private boolean enter(KafkaConsumer<byte[], byte[]> consumer) {
    synchronized (lock) {
      member = consumer;
      return !closing;
    }
  }

  private void leave(@Nullable KafkaConsumer<byte[], byte[]> consumer) {
    synchronized (lock) {
      member = null;
    }
    if (consumer != null) {
      try {
        consumer.close(CloseOptions.timeout(CLOSE_WAIT)
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
      } catch (KafkaException e) {
        LOG.atDebug().addKeyValue("cluster", config.cluster()).setCause(e).log("not left in order");
      }
    }
  }

  /** A group on a topic that is not there would have members and no leader. */
  private boolean topicIsThere(KafkaConsumer<byte[], byte[]> consumer) {
    int found = consumer.partitionsFor(ours.topic()).size();
    if (found == 0) {
      become(new Standing.Joining("topic " + ours.topic() + " does not exist"));
    } else if (found != config.partitions()) {
      become(new Standing.Impossible(
          "topic " + ours.topic() + " has " + found + " partitions, not " + config.partitions()));
    }
    return found == config.partitions();
  }

  private void become(Standing next) {
    synchronized (lock) {
      standing = next;
      lock.notifyAll();
    }
    changed.run();
  }

  private boolean isClosing() {
    synchronized (lock) {
      return closing;
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(config.kafka());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.topics().collectorGroup(config.cluster()));
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "collector-" + config.cluster());
    if (config.instance() != null) {
      settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instance());
    }
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT.toMillis());
    settings.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
        Duration.ofSeconds(15).toMillis());
    return settings;
  }

  /** What the group decides; called while polling, on the group's thread. */
  private final class Turns implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Turns(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
      consumer.pause(added);
      if (added.contains(ours)) {
        synchronized (lock) {
          terms++;
        }
        become(new Standing.Leads(terms));
      } else if (!(standing() instanceof Standing.Leads)) {
        become(new Standing.Standby());
      }
    }

    /** Others get the lead when this returns, so what is read is committed first. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> removed) {
      end(removed);
      if (removed.contains(ours)) {
        awaitLastWords();
      }
    }

    /** Others may lead already. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> removed) {
      end(removed);
    }

    private void end(Collection<TopicPartition> removed) {
      if (removed.contains(ours) && standing() instanceof Standing.Leads) {
        become(new Standing.Standby());
      }
    }

    private void awaitLastWords() {
      long end = System.nanoTime() + LAST_WORDS.toNanos();
      synchronized (lock) {
        try {
          for (long left = end - System.nanoTime();
              working && left > 0;
              left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(lock, left);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
