package org.mcpruntime.watcher.checks.facts;

/** How long texts in facts may be, so that facts stay small. */
final class Bounds {

  /** Characters of a message. */
  static final int MESSAGE = 400;

  /** Entries of a list that an object's author may make as long as he likes. */
  static final int ENTRIES = 20;

  private Bounds() {}

  /** Keeps both ends: who is concerned stands at the beginning, the innermost cause at the end. */
  static String message(String text) {
    if (text.length() <= MESSAGE) {
      return text;
    }
    int head = MESSAGE / 3;
    int tail = MESSAGE - head - 3;
    if (Character.isHighSurrogate(text.charAt(head - 1))) {
      head--;
    }
    int from = text.length() - tail;
    if (Character.isLowSurrogate(text.charAt(from))) {
      from++;
    }
    return text.substring(0, head) + " … " + text.substring(from);
  }
}
