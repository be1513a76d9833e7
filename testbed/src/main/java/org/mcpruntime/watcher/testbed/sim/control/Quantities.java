package org.mcpruntime.watcher.testbed.sim.control;

import java.math.BigDecimal;
import java.util.Map;

/** Amounts of cpu, memory and things as Kubernetes writes them. */
final class Quantities {
  private static final Map<String, BigDecimal> UNITS = Map.of(
      "m", new BigDecimal("0.001"),
      "k", new BigDecimal(1_000),
      "M", new BigDecimal(1_000_000),
      "G", new BigDecimal(1_000_000_000),
      "Ki", new BigDecimal(1L << 10),
      "Mi", new BigDecimal(1L << 20),
      "Gi", new BigDecimal(1L << 30));

  private Quantities() {}

  /** @throws NumberFormatException when the text is no amount */
  static BigDecimal parse(String text) {
    int digits = 0;
    while (digits < text.length()
        && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
      digits++;
    }
    String unit = text.substring(digits);
    BigDecimal factor = unit.isEmpty() ? BigDecimal.ONE : UNITS.get(unit);
    if (factor == null) {
      throw new NumberFormatException("unknown unit in quantity " + text);
    }
    return new BigDecimal(text.substring(0, digits)).multiply(factor);
  }

  /** In the form of the resource: {@code 250m}, {@code 320Mi}, {@code 3}. */
  static String format(String resource, BigDecimal amount) {
    if (resource.endsWith("memory") && amount.signum() > 0) {
      for (String unit : new String[] {"Gi", "Mi", "Ki"}) {
        BigDecimal[] parts = amount.divideAndRemainder(UNITS.get(unit));
        if (parts[1].signum() == 0) {
          return parts[0].toBigInteger() + unit;
        }
      }
    }
    boolean whole = amount.stripTrailingZeros().scale() <= 0;
    return whole
        ? amount.toBigInteger().toString()
        : amount.multiply(new BigDecimal(1000)).toBigInteger() + "m";
  }
}
