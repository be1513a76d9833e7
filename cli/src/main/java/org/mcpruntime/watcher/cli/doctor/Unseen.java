package org.mcpruntime.watcher.cli.doctor;

/**
 * Something that was asked for and not seen: {@code pods: forbidden for user "dev"}.
 *
 * @param what it is; the same from run to run
 * @param why for a person
 */
public record Unseen(String what, String why) {

  String text() {
    return what + ": " + why;
  }
}
