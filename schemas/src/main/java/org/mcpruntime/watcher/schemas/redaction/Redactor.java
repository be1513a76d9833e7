package org.mcpruntime.watcher.schemas.redaction;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * Takes out of an object what must not leave the process. Works on bytes, in one pass, without a tree. Immutable, for
 * any number of threads.
 *
 * <p>Left out: {@code managedFields}; the annotation {@code kubectl.kubernetes.io/last-applied-configuration}; {@code
 * data}, {@code binaryData} and {@code stringData} of anything but a ConfigMap; of a Secret all but identity, labels
 * and type.
 *
 * <p>Replaced by {@code "[redacted]"}, wherever they stand, whatever their shape; null stays:
 *
 * <ul>
 *   <li>values of {@code env}, {@code envVars}, {@code secretEnvVars}; names and references stay. Values of a few
 *       operator settings stay unless a credential is found in them.
 *   <li>each word of {@code command} and {@code args}, so also those of probes and hooks. Words that start with {@code
 *       --providers.} or {@code --entrypoints.} stay in a container whose name or image says Traefik, unless a
 *       credential is found in them.
 *   <li>values of {@code httpHeaders}, {@code customRequestHeaders}, {@code customResponseHeaders}
 *   <li>values of a ConfigMap's data; {@link ConfigMapPayload} tells what is put in their place
 *   <li>{@code humanID}, {@code agentID}, and the labels and annotations in which MCP Runtime keeps user ids
 *   <li>texts in fields, and annotations, that are called like a credential ({@code password}, {@code apiKey} …)
 *   <li>annotations that may be a copy of an object
 * </ul>
 *
 * <p>In every other text, what looks like a credential is replaced and the rest stays; {@link CredentialFinder} tells
 * how. Member names, the object's own name, namespace, uid and resourceVersion, its kind and version are not searched.
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
