package org.mcpruntime.watcher.testbed.sim.world;

import java.time.Duration;

/**
 * Chance without state: every number follows from the seed and from what it is for, so a cluster
 * that is opened again goes on as if it had never stopped.
 */
public final class Dice {
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long seed;

  public Dice(long seed) {
    this.seed = seed;
  }

  public long seed() {
    return seed;
  }

  /** 64 bits for a purpose; the same purpose gives the same bits. */
  public long bits(String purpose, long number) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
    }
    return mix(mix(hash ^ seed) + number * GOLDEN);
  }

  /** A number from low to high, both included. */
  public int between(int low, int high, String purpose, long number) {
    return low + (int) Long.remainderUnsigned(bits(purpose, number), (long) high - low + 1);
  }

  /** A duration from low to high milliseconds, both included. */
  public Duration millis(int low, int high, String purpose, long number) {
    return Duration.ofMillis(between(low, high, purpose, number));
  }

  /** Letters and digits as the API server puts behind generated names. */
  public String suffix(int length, String purpose, long number) {
    return letters(length, bits(purpose, number));
  }

  /** Lower-case hexadecimal digits. */
  public String hex(int length, String purpose, long number) {
    StringBuilder text = new StringBuilder();
    for (long part = 0; text.length() < length; part++) {
      text.append("%016x".formatted(bits(purpose + "#" + part, number)));
    }
    return text.substring(0, length);
  }

  static String letters(int length, long bits) {
    StringBuilder text = new StringBuilder(length);
    long rest = bits;
    for (int i = 0; i < length; i++) {
      text.append(
          SUFFIX_LETTERS.charAt((int) Long.remainderUnsigned(rest, SUFFIX_LETTERS.length())));
      rest = Long.divideUnsigned(rest, SUFFIX_LETTERS.length());
    }
    return text.toString();
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
