package org.mcpruntime.watcher.cli.output;

import java.util.Locale;

/** Colours, or none. */
public final class Palette {

  private static final Palette PLAIN = new Palette(false);
  private static final Palette COLORED = new Palette(true);

  private final boolean colored;

  private Palette(boolean colored) {
    this.colored = colored;
  }

  public static Palette of(boolean colored) {
    return colored ? COLORED : PLAIN;
  }

  public boolean colored() {
    return colored;
  }

  public String good(String text) {
    return paint("32", text);
  }

  public String bad(String text) {
    return paint("31", text);
  }

  public String dim(String text) {
    return paint("2", text);
  }

  public String bold(String text) {
    return paint("1", text);
  }

  /** {@code text} in the colour of a severity, whose name may be in any case. */
  public String severity(String severity, String text) {
    return switch (severity.toLowerCase(Locale.ROOT)) {
      case "critical" -> paint("1;31", text);
      case "warning" -> paint("33", text);
      case "info" -> paint("36", text);
      default -> text;
    };
  }

  private String paint(String code, String text) {
    return colored && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
