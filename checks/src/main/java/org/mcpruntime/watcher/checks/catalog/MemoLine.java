package org.mcpruntime.watcher.checks.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Several texts on one line of a memo, whatever they hold: what anybody may write into an object, too. */
final class MemoLine {

  private MemoLine() {}

  static String of(String... fields) {
    return Arrays.stream(fields).map(MemoLine::escaped).collect(Collectors.joining("\t"));
  }

  /** The inverse of {@link #of}. */
  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char next = line.charAt(i);
      if (next == '\t') {
        fields.add(field.toString());
        field.setLength(0);
      } else if (next == '\\' && i + 1 < line.length()) {
        i++;
        field.append(unescaped(line.charAt(i)));
      } else {
        field.append(next);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private static String escaped(String field) {
    return field
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static char unescaped(char letter) {
    return switch (letter) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> letter;
    };
  }
}
