package org.mcpruntime.watcher.correlator.history;

/**
 * A record that nobody can read, and that is set aside: it is not known what it says, nor of which cluster it is.
 *
 * @param timestamp milliseconds; as the key, anybody may have written it
 */
public record Unreadable(
    String topic, int partition, long offset, long timestamp, String key, String why) {

  /** Such as {@code mcp.incidents-3@1742}. */
  public String where() {
    return topic + "-" + partition + "@" + offset;
  }
}
