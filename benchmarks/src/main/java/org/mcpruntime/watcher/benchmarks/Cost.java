package org.mcpruntime.watcher.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** What this process used between two moments. */
final class Cost {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long beganNanos = System.nanoTime();
  private final long beganCpuNanos = SYSTEM.getProcessCpuTime();
  private final Map<Long, Long> beganAllocated = allocatedByThread();

  /** Begins now. */
  static Cost from() {
    return new Cost();
  }

  double seconds() {
    return (System.nanoTime() - beganNanos) / 1e9;
  }

  /** Of all threads, the collection of garbage and compilation included. */
  double cpuMicros() {
    return (SYSTEM.getProcessCpuTime() - beganCpuNanos) / 1e3;
  }

  /** By the threads that are alive now. */
  double allocatedBytes() {
    long sum = 0;
    for (Map.Entry<Long, Long> thread : allocatedByThread().entrySet()) {
      sum += thread.getValue() - beganAllocated.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }

  private static Map<Long, Long> allocatedByThread() {
    Map<Long, Long> bytes = new HashMap<>();
    for (long thread : THREADS.getAllThreadIds()) {
      bytes.put(thread, Math.max(0, THREADS.getThreadAllocatedBytes(thread)));
    }
    return bytes;
  }
}
