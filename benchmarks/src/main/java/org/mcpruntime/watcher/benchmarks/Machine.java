package org.mcpruntime.watcher.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  static String description() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return "%d × %s, %.0f GiB, %s %s; load %.1f before%n%s %s, %s, heap at most %d MiB%n"
            .formatted(
                system.getAvailableProcessors(),
                processor(system.getArch()),
                system.getTotalMemorySize() / (double) (1 << 30),
                system.getName(),
                system.getVersion(),
                system.getSystemLoadAverage(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .map(GarbageCollectorMXBean::getName)
                    .collect(Collectors.joining(" + ")),
                Runtime.getRuntime().maxMemory() >> 20)
        + "All processes (measured, broker, API server) share these processors; none is pinned.";
  }

  private static String processor(String otherwise) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
