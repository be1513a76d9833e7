package org.mcpruntime.watcher.testbed.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  /** Linux, macOS and Windows give higher ones to outgoing connections. */
  private static final int FIRST_OUTGOING = 32_768;

  @Test
  void drawsAPortAnewOnlyAfterManyOthers() {
    Set<Integer> drawn = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      drawn.add(Ports.free());
    }

    assertThat(drawn).hasSize(100).allMatch(port -> port < FIRST_OUTGOING);
  }

  @Test
  void leavesOutAPortThatIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
      Set<Integer> drawn = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        drawn.add(Ports.free());
      }

      assertThat(drawn).isNotEmpty().doesNotContain(taken.getLocalPort());
    }
  }
}
