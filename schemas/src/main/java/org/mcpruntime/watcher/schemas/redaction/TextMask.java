package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.mcpruntime.watcher.schemas.json.JsonText;

/** Replaces the parts of a JSON string that hold credentials by {@code [redacted]}. For one thread. */
final class TextMask {
  private static final byte[] NOTHING = {};

  private final CredentialFinder finder = new CredentialFinder();
  private final List<Pattern> patterns;
  private boolean foundCredential;

  TextMask(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /** Whether the last text that was masked held a credential, rather than only what the configuration adds. */
  boolean foundCredential() {
    return foundCredential;
  }

  boolean hasPatterns() {
    return !patterns.isEmpty();
  }

  /**
   * The masked string with its quotes; empty when nothing had to be masked.
   *
   * @param start first byte between the quotes
   * @param pairs see {@link CredentialFinder#find}
   */
  byte[] mask(byte[] buffer, int start, int end, boolean escaped, boolean pairs) {
    byte[] text = escaped ? JsonText.decode(buffer, start, end) : buffer;
    int from = escaped ? 0 : start;
    int to = escaped ? text.length : end;
    boolean found = finder.find(text, from, to, pairs);
    foundCredential = found;
    if (!found && patterns.isEmpty()) {
      return NOTHING;
    }
    String masked = found
        ? new String(CredentialText.withoutSpans(finder, text, from, to), UTF_8)
        : new String(text, from, to - from, UTF_8);
    String result = masked;
    for (Pattern pattern : patterns) {
      result = pattern.matcher(result).replaceAll("[redacted]");
    }
    return found || !result.equals(masked) ? quoted(result) : NOTHING;
  }

  private static byte[] quoted(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(utf8.length + 16);
    out.write('"');
    JsonText.escape(utf8, 0, utf8.length, out);
    out.write('"');
    return out.toByteArray();
  }
}
