package org.mcpruntime.watcher.collector.campaign;

/** What the oracle says of one cluster; of a difference, with what both sides hold of its object. */
final class Comparison {
  private Comparison() {}

  /** As {@link Oracle#check}. */
  static void check(long seed, ServerHistory history, Collected collected, Injected injected) {
    try {
      Oracle.check(history, collected, injected);
    } catch (DifferenceException e) {
      throw new DifferenceException(
          "seed " + seed + ", " + e.getMessage() + "\n" + injected
              + bothSides(e, history, collected),
          e.key());
    }
  }

  private static String bothSides(
      DifferenceException difference, ServerHistory history, Collected collected) {
    String key = difference.key();
    if (key == null) {
      StringBuilder all = new StringBuilder("\nthe log:\n");
      collected.log().forEach(entry -> all.append("  ").append(entry).append('\n'));
      return all.toString();
    }
    String kind = key.substring(key.indexOf('/') + 1).replaceAll("/[^/]*/[^/]*$", "");
    StringBuilder text = new StringBuilder("\nthe server:\n");
    history.of(key).forEach(change -> text.append("  ").append(change).append('\n'));
    text.append("the log:\n");
    collected.log().stream()
        .filter(entry ->
            entry.key().equals(key) || (entry.kind().equals(kind) && entry.version() == null))
        .forEach(entry -> text.append("  ").append(entry).append('\n'));
    return text.toString();
  }
}
