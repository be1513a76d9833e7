package org.mcpruntime.watcher.checks.check;

/**
 * Whether a kind is seen.
 *
 * @param reason why it is not, CamelCase; empty when it is
 */
public record Sight(State state, String reason) {

  /** SEEN: completely listed and watched, so absence means absence. */
  public enum State {
    SEEN,
    /** Cannot be seen now, or is being listed: absence proves nothing. */
    BLIND,
    /** Not asked for by configuration, or not served by this cluster. */
    NOT_LOOKED_AT
  }

  public static final Sight SEEN = new Sight(State.SEEN, "");
  public static final Sight NOT_LOOKED_AT = new Sight(State.NOT_LOOKED_AT, "NotLookedAt");

  public static Sight blind(String reason) {
    return new Sight(State.BLIND, reason);
  }

  public boolean seen() {
    return state == State.SEEN;
  }
}
