package org.mcpruntime.watcher.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mcpruntime.watcher.cli.config.Problem;

final class PortsTest {

  @Test
  void whatNobodyAskedForGivesWay() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      List<Problem> problems = new ArrayList<>();
      Ports last = new Ports(port, port + 1, port + 50, port + 60);

      Ports chosen = Ports.choose(Optional.empty(), Optional.of(last), problems);

      assertThat(chosen.kafka()).isGreaterThan(port);
      assertThat(chosen.controller()).isNotEqualTo(chosen.kafka()).isNotEqualTo(port);
      assertThat(problems).isEmpty();
    }
  }

  @Test
  void movesOnlyWhatIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Ports before = new Ports(1_025, port, 1_027, 1_028);

      Ports after = before.otherKafka();

      assertThat(after.controller()).isGreaterThan(port);
      assertThat(after.registry()).isEqualTo(1_027);
      assertThat(after.otherRegistry().kafka()).isEqualTo(after.kafka());
      assertThat(new Ports(1_025, 1_026, port, port + 1).otherRegistry().registry())
          .isGreaterThan(port + 1);
      assertThat(new Ports(1_025, 1_026, port + 1, port).otherApi().api()).isGreaterThan(port + 1);
    }
  }
}
