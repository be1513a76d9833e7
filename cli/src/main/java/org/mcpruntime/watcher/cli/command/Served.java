package org.mcpruntime.watcher.cli.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.cli.CannotRun;
import org.mcpruntime.watcher.cli.config.Config;
import org.mcpruntime.watcher.cli.config.Key;
import org.mcpruntime.watcher.cli.config.ListenAddress;
import org.mcpruntime.watcher.cli.config.Problem;
import org.mcpruntime.watcher.cli.observe.StatusServer;
import org.mcpruntime.watcher.cli.observe.Vitals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics and probes of a service, served where its configuration says, or nowhere. */
final class Served implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Served.class);

  private final @Nullable StatusServer server;

  private Served(@Nullable StatusServer server) {
    this.server = server;
  }

  static Served at(Key<ListenAddress> key, Config config, Vitals vitals, Clock clock) {
    ListenAddress address = config.get(key);
    Optional<InetSocketAddress> socket = address.socket();
    if (socket.isEmpty()) {
      return new Served(null);
    }
    try {
      return new Served(StatusServer.start(socket.get(), vitals, clock));
    } catch (IOException | UnresolvedAddressException e) {
      throw CannotRun.of(List.of(new Problem(
          key.name(),
          "must be an address to listen on, was \"" + address.text() + "\": " + e.getMessage()
              + " (example: " + key.example() + ", or off)")));
    }
  }

  /** Tells the log where. */
  void announce() {
    if (server != null) {
      LOG.atInfo().addKeyValue("address", server.address()).log("metrics and probes are served");
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
