package org.mcpruntime.watcher.schemas.topics;

import java.util.regex.Pattern;

/**
 * Names of our topics, groups and transactions: a fixed word behind a prefix that an installation chooses.
 *
 * @param prefix put in front of each name as it is; may be empty
 */
public record TopicNames(String prefix) {
  /** What a prefix is unless configured. */
  public static final String DEFAULT_PREFIX = "mcp.";

  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9._-]{0,100}");

  public TopicNames {
    if (!VALID.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "must be at most 100 of a-z A-Z 0-9 . _ -, was \"" + prefix + "\" (example: mcp.)");
    }
  }

  public static TopicNames withPrefix(String prefix) {
    return new TopicNames(prefix);
  }

  /** Log of everything that happened. */
  public String events() {
    return prefix + "cluster.events";
  }

  /** Table of the objects that are. */
  public String snapshots() {
    return prefix + "cluster.snapshots";
  }

  /** Table and history of incidents. */
  public String incidents() {
    return prefix + "incidents";
  }

  /** Table of how far each cluster is evaluated, and of rule texts. */
  public String watcherStatus() {
    return prefix + "watcher.status";
  }

  /** Internal table of how far collectors read. */
  public String collectorState() {
    return prefix + "collector.state";
  }

  /** Input that could not be used. */
  public String deadLetters() {
    return prefix + "dead-letters";
  }

  /** Consumer group of one cluster's collectors; whoever owns the cluster's state partition in it leads. */
  public String collectorGroup(String cluster) {
    return prefix + "collector." + cluster;
  }

  /** Transactional id of one cluster's collectors; shared by its replicas, so that a zombie is fenced. */
  public String collectorTransactionalId(String cluster) {
    return prefix + "collector." + cluster;
  }

  /** Application id of the correlator: its consumer group, and the prefix of its internal topics. */
  public String correlatorApplication() {
    return prefix + "correlator";
  }

  /** Registry subject of a topic's values. */
  public static String subject(String topic) {
    return topic + "-value";
  }
}
