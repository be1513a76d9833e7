package org.mcpruntime.watcher.correlator.engine;

/**
 * A life and its timer.
 *
 * @param due when its key has to be evaluated again, milliseconds; {@link #NEVER} when a change must come
 */
record StoredLife(Life life, long due) {

  static final long NEVER = -1;
}
