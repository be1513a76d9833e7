package org.mcpruntime.watcher.cli.observe;

import java.util.List;

/**
 * What a probe is told.
 *
 * @param lines why, each about one thing
 */
public record Answer(boolean fine, List<String> lines) {
  public Answer {
    lines = List.copyOf(lines);
  }
}
