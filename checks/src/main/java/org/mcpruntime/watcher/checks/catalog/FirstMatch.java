package org.mcpruntime.watcher.checks.catalog;

import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Tells the class of a failure from a text: the first one whose pattern occurs. So what lies deeper stands first among the
 * constants of such an enum, and UNKNOWN last, with an empty pattern, which every text has.
 */
final class FirstMatch {

  /** A pattern that no text has: of classes that are told by something else. */
  static final String NEVER = "(?!)";

  private FirstMatch() {}

  static <C> C in(String text, C[] classes, Function<C, Pattern> pattern) {
    return Arrays.stream(classes)
        .filter(each -> pattern.apply(each).matcher(text).find())
        .findFirst()
        .orElseThrow();
  }
}
