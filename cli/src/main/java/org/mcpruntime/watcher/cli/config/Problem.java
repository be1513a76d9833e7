package org.mcpruntime.watcher.cli.config;

import org.mcpruntime.watcher.schemas.redaction.CredentialText;

/**
 * One reason why it cannot start.
 *
 * @param subject the key, file or address that it is about
 * @param text what must be different
 */
public record Problem(String subject, String text) {

  static Problem value(Key<?> key, String was) {
    String shown = key.secret() ? "***" : CredentialText.mask(was);
    return new Problem(
        key.name(), key.type().rule() + ", was \"" + shown + "\" (example: " + key.example() + ")");
  }

  public String line() {
    return subject + ": " + text;
  }
}
