package org.mcpruntime.watcher.cli.output;

import java.util.Locale;

/** A number with what it counts: {@code 1 record}, {@code 1,284 records}. */
public final class Counted {

  private Counted() {}

  public static String of(long count, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
  }
}
