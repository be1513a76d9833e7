package org.mcpruntime.watcher.schemas.redaction;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * Takes out of an object what must not leave the process. Default-deny where secrets live (environment, command lines,
 * headers, ConfigMap and Secret data), search for credentials everywhere else. Works on bytes, in one pass, without a
 * tree. Immutable, for any number of threads.
 */
public final class Redactor {
  private static final Redactor STANDARD = new Redactor(RedactionRules.none());

  private final CompiledRules rules;

  private Redactor(RedactionRules additions) {
    this.rules = CompiledRules.of(additions);
  }

  /** The built-in rules. */
  public static Redactor standard() {
    return STANDARD;
  }

  /** The built-in rules and more. */
  public static Redactor with(RedactionRules additions) {
    return new Redactor(additions);
  }

  /**
   * One object's JSON as it may be published.
   *
   * @param apiVersion put in front when the bytes lack it, as items of a list do; null to leave it missing
   * @param kind as {@code apiVersion}
   * @throws MalformedJsonException when the range is not exactly one JSON object
   */
  public RedactedObject redact(
      byte[] buffer, int offset, int length, @Nullable String apiVersion, @Nullable String kind)
      throws MalformedJsonException {
    int blank = 0;
    while (blank < length && buffer[offset + blank] <= ' ' && buffer[offset + blank] >= 0) {
      blank++;
    }
    RedactedObject whole = new RedactionPass(rules, buffer, offset + blank, length - blank, kind)
        .run(apiVersion, length);
    return whole.json().length <= rules.maxObjectBytes() ? whole : truncated(whole);
  }

  /** When even metadata and conditions are too large, identity is what stays. */
  private RedactedObject truncated(RedactedObject whole) throws MalformedJsonException {
    byte[] json = SizeLimit.reduce(whole.json(), rules.maxObjectBytes());
    if (json.length > rules.maxObjectBytes()) {
      json = Heading.identity(whole);
    }
    return whole.truncatedTo(json);
  }
}
