package org.mcpruntime.watcher.collector.campaign;

/**
 * One change of one object, as the API server made it.
 *
 * @param position in the server's one history of all kinds; also the version that the object has from then on
 * @param kind as in record keys: {@code core/Pod}
 * @param key the object's record key: {@code cluster/core/Pod/shop/cart}
 * @param mark what the writer put into this version and into no other
 */
record ServerChange(
    long position, String kind, Action action, String key, String uid, String mark) {
  /** What happened to the object. */
  enum Action {
    ADDED,
    MODIFIED,
    DELETED
  }

  Version version() {
    return new Version(uid, Long.toString(position));
  }

  @Override
  public String toString() {
    return "at " + position + " " + action + " " + key + " uid " + uid;
  }
}
