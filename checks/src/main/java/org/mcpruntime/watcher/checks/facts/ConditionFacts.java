package org.mcpruntime.watcher.checks.facts;

/**
 * A condition without its times, which change without anything else having changed.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param message without names of single pods; empty where it only repeats the reason
 */
public record ConditionFacts(String type, String status, String reason, String message) {

  public boolean isTrue() {
    return status.equals("True");
  }

  public boolean isFalse() {
    return status.equals("False");
  }

  void write(BinaryWriter out) {
    out.text(type);
    out.text(status);
    out.text(reason);
    out.text(message);
  }

  static ConditionFacts read(BinaryReader in) {
    return new ConditionFacts(in.text(), in.text(), in.text(), in.text());
  }
}
