package org.mcpruntime.watcher.cli.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mcpruntime.watcher.cli.config.Problem;

/** The loopback ports of one {@code up}. {@code api} is that of the simulated cluster. */
record Ports(int kafka, int controller, int registry, int api) {

  static final Ports STANDARD = new Ports(19_092, 19_093, 18_081, 16_443);

  private static final int TRIES = 200;

  /** Four in a row. */
  static Ports from(int base) {
    return new Ports(base, base + 1, base + 2, base + 3);
  }

  /**
   * The ports to use. What somebody asked for is used or reported, what nobody asked for gives way.
   *
   * @param base asked for
   * @param last those of the run before on the same data, preferred so that clients find it again
   * @param problems gets a line for every port that was asked for and is in use
   */
  static Ports choose(Optional<Integer> base, Optional<Ports> last, List<Problem> problems) {
    if (base.isPresent()) {
      Ports asked = from(base.get());
      asked.byUse().forEach((use, port) -> {
        if (!isFree(port)) {
          problems.add(new Problem(
              "127.0.0.1:" + port,
              "the port is in use, and the " + use
                  + " needs it; stop what uses it or choose another --port-base"));
        }
      });
      return asked;
    }
    Ports wanted = last.orElse(STANDARD);
    Set<Integer> taken = new HashSet<>();
    List<Integer> chosen = new ArrayList<>();
    for (int port : wanted.byUse().values()) {
      chosen.add(nextFree(port, taken));
    }
    return new Ports(chosen.get(0), chosen.get(1), chosen.get(2), chosen.get(3));
  }

  /** With other ports for the broker and its controller, where these are in use. */
  Ports otherKafka() {
    Set<Integer> taken = new HashSet<>(Set.of(registry, api));
    return new Ports(nextFree(kafka, taken), nextFree(controller, taken), registry, api);
  }

  /** With another port for the registry, if this one is in use. */
  Ports otherRegistry() {
    return new Ports(
        kafka, controller, nextFree(registry, new HashSet<>(Set.of(kafka, controller, api))), api);
  }

  /** With another port for the simulated API, if this one is in use. */
  Ports otherApi() {
    return new Ports(
        kafka,
        controller,
        registry,
        nextFree(api, new HashSet<>(Set.of(kafka, controller, registry))));
  }

  /** For {@link #parse}. */
  String text() {
    return kafka + " " + controller + " " + registry + " " + api + "\n";
  }

  static Optional<Ports> parse(String text) {
    String[] parts = text.strip().split(" ", -1);
    try {
      return parts.length == 4
          ? Optional.of(new Ports(
              Integer.parseInt(parts[0]),
              Integer.parseInt(parts[1]),
              Integer.parseInt(parts[2]),
              Integer.parseInt(parts[3])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Map<String, Integer> byUse() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("broker", kafka);
    ports.put("controller of the broker", controller);
    ports.put("registry", registry);
    ports.put("simulated API", api);
    return ports;
  }

  private static int nextFree(int wanted, Set<Integer> taken) {
    for (int port = wanted; port < wanted + TRIES; port++) {
      if (!taken.contains(port) && isFree(port)) {
        taken.add(port);
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + wanted + " on");
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As our servers do it, so that a port that just closed counts as free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
