package org.mcpruntime.watcher.schemas.redaction;

import java.util.Locale;
import java.util.Set;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * Words of {@code command} and {@code args}. Each goes, unless it is a flag that may stay and no credential is found in
 * it: the providers and entry points of Traefik, and what the configuration allows.
 */
final class CommandLine {
  private final ObjectEditor editor;
  private final JsonScanner scanner;
  private final Lookahead lookahead;
  private final Set<String> allowed;

  CommandLine(ObjectEditor editor, Lookahead lookahead, Set<String> allowed) {
    this.editor = editor;
    this.scanner = editor.scanner();
    this.lookahead = lookahead;
    this.allowed = allowed;
  }

  /**
   * Consumes the words.
   *
   * @param owner where the container starts
   */
  void redact(int owner) throws MalformedJsonException {
    if (scanner.peek() != JsonType.ARRAY) {
      editor.replace(RemovalReason.ARGS);
      return;
    }
    boolean ownerKnown = false;
    boolean ingressController = false;
    editor.enterArray();
    for (int i = 0; editor.nextElement(i); i++) {
      String flag = scanner.peek() == JsonType.STRING ? lookahead.flag(scanner.position()) : "";
      boolean candidate = isIngressArgument(flag);
      if (candidate && !ownerKnown) {
        ingressController = lookahead.isIngressController(owner);
        ownerKnown = true;
      }
      if ((candidate && ingressController) || isAllowed(flag)) {
        editor.keepCleanText(RemovalReason.ARGS);
      } else {
        editor.replace(RemovalReason.ARGS);
      }
    }
  }

  private static boolean isIngressArgument(String flag) {
    String lower = flag.toLowerCase(Locale.ROOT);
    return lower.startsWith("--providers.") || lower.startsWith("--entrypoints.");
  }

  private boolean isAllowed(String flag) {
    if (flag.isEmpty() || allowed.isEmpty()) {
      return false;
    }
    int equals = flag.indexOf('=');
    String name = equals < 0 ? flag : flag.substring(0, equals);
    return allowed.contains(name)
        || allowed.stream().anyMatch(entry -> entry.endsWith(".") && name.startsWith(entry));
  }
}
