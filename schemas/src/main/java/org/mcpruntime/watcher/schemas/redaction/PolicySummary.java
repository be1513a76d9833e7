package org.mcpruntime.watcher.schemas.redaction;

/** Placeholder until the policy is read. */
final class PolicySummary {
  private PolicySummary() {}

  static byte[] of(byte[] policy) {
    return new byte[] {'{', '}'};
  }
}
