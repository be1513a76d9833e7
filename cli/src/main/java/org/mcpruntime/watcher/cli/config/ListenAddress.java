package org.mcpruntime.watcher.cli.config;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a service listens.
 *
 * @param host null: nowhere
 * @param port 0: any that is free
 */
public record ListenAddress(@Nullable String host, int port) {

  private static final Pattern HOST_PORT =
      Pattern.compile("([^\\s:/,]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})");
  private static final ListenAddress OFF = new ListenAddress(null, 0);

  static ValueType<ListenAddress> type() {
    return new ValueType<>(
        "host:port or off", "must be host:port, or off", ListenAddress::parse, ListenAddress::text);
  }

  private static Optional<ListenAddress> parse(String text) {
    String bare = text.strip();
    if (bare.equalsIgnoreCase("off")) {
      return Optional.of(OFF);
    }
    Matcher matcher = HOST_PORT.matcher(bare);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      return Optional.empty();
    }
    return Optional.of(new ListenAddress(matcher.group(1), Integer.parseInt(matcher.group(2))));
  }

  /** For the network; empty when it is off. */
  public Optional<InetSocketAddress> socket() {
    return Optional.ofNullable(host).map(name -> new InetSocketAddress(name, port));
  }

  public String text() {
    return host == null ? "off" : host + ":" + port;
  }
}
