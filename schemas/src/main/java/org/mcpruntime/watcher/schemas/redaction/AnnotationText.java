package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mcpruntime.watcher.schemas.json.JsonText;

/**
 * Tells annotation values that may be a copy of an object, whose fields the other rules would never see: JSON of any
 * kind, YAML with an apiVersion, and compressed text as some controllers store it.
 */
final class AnnotationText {
  private static final String GZIP_BASE64 = "H4sI";

  private AnnotationText() {}

  static boolean mayBeObject(byte[] buffer, int start, int end, boolean escaped) {
    byte[] text = escaped ? JsonText.decode(buffer, start, end) : buffer;
    int at = escaped ? 0 : start;
    int to = escaped ? text.length : end;
    while (at < to
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) {
      at++;
    }
    if (at == to) {
      return false;
    }
    if (text[at] == '{' || text[at] == '[') {
      return true;
    }
    if (to - at < GZIP_BASE64.length() + "apiVersion".length()) {
      return false;
    }
    String value = new String(text, at, to - at, UTF_8);
    return value.startsWith(GZIP_BASE64) || value.contains("apiVersion");
  }
}
