package org.mcpruntime.watcher.collector.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text in a query string. */
final class Query {
  private Query() {}

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
