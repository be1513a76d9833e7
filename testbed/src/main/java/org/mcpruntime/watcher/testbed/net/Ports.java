package org.mcpruntime.watcher.testbed.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ports on loopback that nobody uses, below those that systems give to outgoing connections, and of a block that no other
 * process of ours draws from: so a server that is started a little later, or goes away for a while, finds its port free.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int BLOCKS = 60;
  private static final int BLOCK = 200;

  /** On the first port of our block, for as long as this process lives: so others know that it is taken. */
  private static final ServerSocket GUARD = guard();

  private static final AtomicInteger NEXT = new AtomicInteger();

  private Ports() {}

  public static int free() {
    for (int tried = 1; tried < BLOCK; tried++) {
      int port = GUARD.getLocalPort() + 1 + Math.floorMod(NEXT.getAndIncrement(), BLOCK - 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + GUARD.getLocalPort() + " on");
  }

  private static ServerSocket guard() {
    int start = (int) (ProcessHandle.current().pid() % BLOCKS);
    for (int tried = 0; tried < BLOCKS; tried++) {
      ServerSocket socket = listen(FIRST + (start + tried) % BLOCKS * BLOCK);
      if (socket != null) {
        return socket;
      }
    }
    throw new IllegalStateException("no free block of ports from " + FIRST + " on");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = listen(port)) {
      return socket != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable ServerSocket listen(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      return null;
    }
  }
}
