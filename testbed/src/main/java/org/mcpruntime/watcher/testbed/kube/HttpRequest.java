package org.mcpruntime.watcher.testbed.kube;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request, read whole.
 *
 * @param path decoded
 * @param query decoded; of repeated names the last counts
 * @param rawQuery as sent, without the question mark; empty without one
 * @param headers by lower-case name
 * @param body as text; empty without one
 */
record HttpRequest(
    String method,
    String path,
    String rawQuery,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {
  private static final int MAX_HEAD_BYTES = 64 << 10;
  private static final int MAX_BODY_BYTES = 8 << 20;

  /** Reads the next request of a connection; null when the peer has ended it. */
  static @Nullable HttpRequest read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    String[] words = first.split(" ", -1);
    if (words.length != 3) {
      throw new IOException("not an HTTP request line");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.merge(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            line.substring(colon + 1).trim(),
            (a, b) -> a + "," + b);
      }
    }
    int question = words[1].indexOf('?');
    String path = question < 0 ? words[1] : words[1].substring(0, question);
    String rawQuery = question < 0 ? "" : words[1].substring(question + 1);
    return new HttpRequest(
        words[0],
        decode(path.replace("+", "%2B")),
        rawQuery,
        query(rawQuery),
        headers,
        body(in, headers));
  }

  boolean keepsConnection() {
    return !"close".equalsIgnoreCase(headers.get("connection"));
  }

  /** A query parameter; empty when it is missing. */
  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  boolean flag(String name) {
    String value = parameter(name);
    return value.equals("1") || value.equalsIgnoreCase("true");
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> result = new HashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        result.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return result;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String body(InputStream in, Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      StringBuilder body = new StringBuilder();
      while (true) {
        String size = line(in);
        int length = size == null ? 0 : Integer.parseInt(size.split(";", 2)[0].trim(), 16);
        body.append(text(in, length));
        line(in);
        if (length == 0) {
          return body.toString();
        }
      }
    }
    String length = headers.get("content-length");
    return length == null ? "" : text(in, Integer.parseInt(length));
  }

  private static String text(InputStream in, int length) throws IOException {
    if (length > MAX_BODY_BYTES) {
      throw new IOException("request body too long");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (line.isEmpty()) {
          return null;
        }
        throw new EOFException("request ends within a line");
      }
      if (line.length() > MAX_HEAD_BYTES) {
        throw new IOException("request line too long");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
