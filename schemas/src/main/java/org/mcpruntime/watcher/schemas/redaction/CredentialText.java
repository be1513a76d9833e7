package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Text that is shown to people and may hold credentials, such as an address that somebody configured. */
public final class CredentialText {
  private static final byte[] MARK = "[redacted]".getBytes(UTF_8);

  private CredentialText() {}

  /** The text with what looks like a credential replaced, as in published objects. */
  public static String mask(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    CredentialFinder finder = new CredentialFinder();
    return finder.find(utf8, 0, utf8.length, true)
        ? new String(withoutSpans(finder, utf8, 0, utf8.length), UTF_8)
        : text;
  }

  /** What is left of a text when each span that was found gives way to a mark. */
  static byte[] withoutSpans(CredentialFinder finder, byte[] text, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + MARK.length);
    int at = from;
    for (int i = 0; i < finder.count(); i++) {
      out.write(text, at, finder.spanStart(i) - at);
      out.write(MARK, 0, MARK.length);
      at = finder.spanEnd(i);
    }
    out.write(text, at, to - at);
    return out.toByteArray();
  }
}
