package org.mcpruntime.watcher.testbed.kube;

import org.jspecify.annotations.Nullable;

/**
 * What a fault hits.
 *
 * @param type null for all types
 * @param call null for all calls
 * @param operation of the change, for faults that hit single changes; null for all
 */
public record Target(
    @Nullable ResourceType type, @Nullable Call call, WatchEvent.@Nullable Operation operation) {

  /** The kinds of reading. */
  public enum Call {
    GET,
    LIST,
    WATCH
  }

  public static Target everything() {
    return new Target(null, null, null);
  }

  public static Target of(ResourceType type) {
    return new Target(type, null, null);
  }

  public static Target gets(ResourceType type) {
    return new Target(type, Call.GET, null);
  }

  public static Target lists(ResourceType type) {
    return new Target(type, Call.LIST, null);
  }

  public static Target watches(ResourceType type) {
    return new Target(type, Call.WATCH, null);
  }

  /** Single changes that a watch would tell. */
  public static Target changes(ResourceType type, WatchEvent.Operation operation) {
    return new Target(type, Call.WATCH, operation);
  }

  boolean covers(ResourceType type, Call call, WatchEvent.@Nullable Operation operation) {
    return (this.type == null || this.type.equals(type))
        && (this.call == null || this.call == call)
        && (this.operation == null || this.operation == operation);
  }
}
