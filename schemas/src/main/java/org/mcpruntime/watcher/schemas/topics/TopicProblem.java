package org.mcpruntime.watcher.schemas.topics;

import java.time.Duration;

/** One thing that stands between us and our topics, told in one line together with what to do about it. */
public sealed interface TopicProblem {

  /** What is wrong and what to do; one line, without credentials. */
  String text();

  /** No broker answered in time. */
  record BrokerUnreachable(String bootstrapServers, Duration limit) implements TopicProblem {
    @Override
    public String text() {
      return "no Kafka broker answered at " + bootstrapServers + " within " + limit.toSeconds()
          + "s: check the address, that the broker runs, and its security settings";
    }
  }

  /** The broker answered no, or the client settings cannot be used. */
  record Refused(String what, String reason) implements TopicProblem {
    @Override
    public String text() {
      return what + " was refused: " + oneLine(reason);
    }
  }

  /** The topic does not exist. */
  record Missing(String topic) implements TopicProblem {
    @Override
    public String text() {
      return "topic " + topic + " is missing: create it with `cluster-watcher topics create`";
    }
  }

  /** The topic has another number of partitions; it can never be changed, since clusters would move. */
  record PartitionsDiffer(String topic, int wanted, int found) implements TopicProblem {
    @Override
    public String text() {
      return "topic " + topic + " has " + found + " partitions, wanted " + wanted
          + ": the number is never changed, so configure " + found
          + " for all topics or use another topic prefix";
    }
  }

  /** The topic has fewer or more replicas than wanted. */
  record ReplicationDiffers(String topic, int wanted, int found) implements TopicProblem {
    @Override
    public String text() {
      return "topic " + topic + " has " + found + " replicas of each partition, wanted " + wanted
          + ": move it with `kafka-reassign-partitions.sh`, or configure " + found;
    }
  }

  /** A setting of the topic differs. */
  record ConfigDiffers(String topic, String key, String wanted, String found)
      implements TopicProblem {
    @Override
    public String text() {
      String value = wanted.contains(",") ? "[" + wanted + "]" : wanted;
      return "topic " + topic + " has " + key + "=" + found + ", wanted " + wanted
          + ": set it with `kafka-configs.sh --alter --entity-type topics --entity-name " + topic
          + " --add-config "
          + key + "=" + value + "`";
    }
  }

  /** The registry gave no usable answer. */
  record RegistryUnusable(String reason) implements TopicProblem {
    @Override
    public String text() {
      return oneLine(reason) + ": check the address, that the registry runs, and its credentials";
    }
  }

  /** The subject lacks our schema. */
  record SchemaMissing(String subject) implements TopicProblem {
    @Override
    public String text() {
      return "subject " + subject
          + " lacks this version's schema: register it with `cluster-watcher topics create`";
    }
  }

  /** The registry does not take our schema, because versions under the subject do not agree with it. */
  record SchemaRefused(String subject, String reason) implements TopicProblem {
    @Override
    public String text() {
      return "subject " + subject
          + " does not take this version's schema, so something else wrote there or this is an"
          + " older version: " + oneLine(reason);
    }
  }

  /** The subject follows another compatibility rule. */
  record CompatibilityDiffers(String subject, String wanted, String found) implements TopicProblem {
    @Override
    public String text() {
      return "subject " + subject + " has compatibility " + found + ", wanted " + wanted
          + ": set it with `cluster-watcher topics create`";
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
