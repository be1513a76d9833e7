package org.mcpruntime.watcher.correlator.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/**
 * What an incident is about, across its episodes.
 *
 * @param aspect empty for most checks
 */
record IncidentKey(String cluster, ObjectRef anchor, String check, String aspect) {

  private static final char MARK = '#';

  /** The key without aspect: members of all aspects are kept together. */
  String base() {
    return base(cluster, anchor, check);
  }

  static String base(String cluster, ObjectRef anchor, String check) {
    return objectKey(cluster, anchor) + MARK + check;
  }

  String text() {
    return aspect.isEmpty() ? base() : base() + MARK + aspect;
  }

  static String objectKey(String cluster, ObjectRef ref) {
    return cluster + '/' + ref.text();
  }

  IncidentKey withAspect(String other) {
    return new IncidentKey(cluster, anchor, check, other);
  }

  static IncidentKey parse(String text) {
    int slash = text.indexOf('/');
    int check = text.indexOf(MARK, slash);
    int aspect = text.indexOf(MARK, check + 1);
    return new IncidentKey(
        text.substring(0, slash),
        ObjectRef.parse(text.substring(0, check), slash + 1),
        aspect < 0 ? text.substring(check + 1) : text.substring(check + 1, aspect),
        aspect < 0 ? "" : text.substring(aspect + 1));
  }

  /** Of sorted incident keys those with this base, whatever their aspect. */
  static List<String> under(String base, SortedMap<String, ?> keys) {
    List<String> under = new ArrayList<>();
    if (keys.containsKey(base)) {
      under.add(base);
    }
    under.addAll(keys.subMap(base + MARK, base + (char) (MARK + 1)).keySet());
    return under;
  }

  /** First sixteen hex digits of SHA-256 over {@code <key>@<openedAt in ms>}: one for each episode. */
  String id(long openedAt) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest((text() + "@" + openedAt).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
