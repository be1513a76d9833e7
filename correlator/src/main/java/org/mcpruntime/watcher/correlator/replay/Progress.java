package org.mcpruntime.watcher.correlator.replay;

/** Is told how far a replay has come. */
@FunctionalInterface
public interface Progress {

  Progress NONE = (records, time, end) -> {};

  /**
   * Some records more.
   *
   * @param records read so far
   * @param time of the newest, milliseconds
   * @param end until when it goes, milliseconds
   */
  void read(long records, long time, long end);
}
