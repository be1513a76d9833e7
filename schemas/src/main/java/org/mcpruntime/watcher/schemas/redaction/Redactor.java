package org.mcpruntime.watcher.schemas.redaction;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * Takes out of an object what must not leave the process. Works on bytes, in one pass, without a tree, for any
 * number of threads. It only remembers how much it took out.
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
 *   <li>texts in fields of custom resources whose name announces a credential ({@code smtpPassword}, {@code signingKey} …)
 *   <li>annotations that may be a copy of an object, that hold lines of configuration ({@code …-snippet}), or the command
 *       line of {@code kubernetes.io/change-cause}
 *   <li>values of {@code volumeAttributes} and {@code flexVolume}, and of {@code parameters} of storage classes
 * </ul>
 *
 * <p>In every other text, what looks like a credential is replaced and the rest stays; {@link CredentialFinder} tells
 * how. Member names, the object's own name, namespace, uid and resourceVersion, its kind and version are not searched.
 */
public final class Redactor {
  private static final Redactor STANDARD = with(RedactionRules.none());

  private static final int USUAL_REPORT = 100;

  private final CompiledRules rules;
  private final int maxReported;
  private final Map<RemovalReason, LongAdder> removals = new ConcurrentHashMap<>();
  private final LongAdder reduced = new LongAdder();

  private Redactor(CompiledRules rules, int maxReported) {
    this.rules = rules;
    this.maxReported = maxReported;
  }

  /** The built-in rules. */
  public static Redactor standard() {
    return STANDARD;
  }

  /** The built-in rules and more. */
  public static Redactor with(RedactionRules additions) {
    return new Redactor(CompiledRules.of(additions), USUAL_REPORT);
  }

  /** The same rules, but every removal is reported, not just the first ones. Counts by itself. */
  public Redactor reportingAll() {
    return new Redactor(rules, Integer.MAX_VALUE);
  }

  /** How much was taken out so far, for each reason, of all objects. */
  public Map<RemovalReason, Long> removals() {
    Map<RemovalReason, Long> counts = new EnumMap<>(RemovalReason.class);
    for (RemovalReason reason : RemovalReason.values()) {
      LongAdder count = removals.get(reason);
      counts.put(reason, count == null ? 0 : count.sum());
    }
    return counts;
  }

  /** How many objects were too large so far, so that values were replaced to make them fit. */
  public long reducedObjects() {
    return reduced.sum();
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
    RedactionPass pass = new RedactionPass(
        rules, maxReported, buffer, offset + blank, length - blank, apiVersion, kind);
    RedactedObject whole = pass.run(length);
    pass.counts()
        .forEach((reason, count) ->
            removals.computeIfAbsent(reason, first -> new LongAdder()).add(count));
    return whole.json().length <= rules.maxObjectBytes() ? whole : truncated(whole);
  }

  /** When even metadata and conditions are too large, identity is what stays. */
  private RedactedObject truncated(RedactedObject whole) throws MalformedJsonException {
    reduced.increment();
    byte[] json = SizeLimit.reduce(whole.json(), rules.maxObjectBytes());
    if (json.length > rules.maxObjectBytes()) {
      json = Heading.identity(whole);
    }
    return whole.truncatedTo(json);
  }
}
