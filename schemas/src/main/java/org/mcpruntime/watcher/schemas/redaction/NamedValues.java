package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.stream.Stream;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * Lists of name and value: environment variables, HTTP headers. Names stay, and so do references to where a value comes
 * from; a value stays when its name is allowed and no credential is found in it; everything else goes.
 */
final class NamedValues {
  private static final byte[] NAME = ascii("name");
  private static final byte[] VALUE = ascii("value");
  private static final byte[] VALUE_FROM = ascii("valueFrom");

  private static final List<byte[]> REFERENCES = Stream.of(
          "secretKeyRef", "configMapKeyRef", "fieldRef", "resourceFieldRef", "fileKeyRef")
      .map(NamedValues::ascii)
      .toList();

  private static final List<byte[]> REFERENCE_FIELDS = Stream.of(
          "name",
          "key",
          "optional",
          "namespace",
          "apiVersion",
          "fieldPath",
          "containerName",
          "resource",
          "divisor",
          "volumeName",
          "path")
      .map(NamedValues::ascii)
      .toList();

  private final ObjectEditor editor;
  private final byte[] buffer;
  private final JsonScanner scanner;
  private final Lookahead lookahead;
  private RemovalReason reason = RemovalReason.ENV;

  NamedValues(ObjectEditor editor, byte[] buffer, Lookahead lookahead) {
    this.editor = editor;
    this.buffer = buffer;
    this.scanner = editor.scanner();
    this.lookahead = lookahead;
  }

  /** Consumes the list. */
  void redact(NameTable allowed, RemovalReason why) throws MalformedJsonException {
    reason = why;
    if (scanner.peek() != JsonType.ARRAY) {
      editor.replace(reason);
      return;
    }
    editor.enterArray();
    for (int i = 0; editor.nextElement(i); i++) {
      if (scanner.peek() == JsonType.OBJECT) {
        entry(allowed);
      } else {
        editor.replace(reason);
      }
    }
  }

  private void entry(NameTable allowed) throws MalformedJsonException {
    int start = editor.enterObject();
    boolean denied = false;
    boolean allAllowed = false;
    while (editor.nextMember()) {
      JsonType type = scanner.peek();
      if (type == JsonType.STRING && scanner.nameIs(NAME)) {
        editor.keepText(true);
        denied |= !allowed.contains(
            buffer, scanner.stringStart(), scanner.stringEnd(), scanner.stringEscaped());
        continue;
      }
      boolean value = type == JsonType.STRING && scanner.nameIs(VALUE);
      if (value && !denied && !allAllowed) {
        allAllowed = lookahead.hasName(start, allowed);
        denied = !allAllowed;
      }
      if (value && !denied) {
        editor.keepCleanText(reason);
      } else if (type == JsonType.OBJECT && scanner.nameIs(VALUE_FROM)) {
        valueFrom();
      } else if (type == JsonType.OBJECT && nameIsAmong(REFERENCES)) {
        reference();
      } else {
        editor.replace(reason);
      }
    }
  }

  private void valueFrom() throws MalformedJsonException {
    editor.enterObject();
    while (editor.nextMember()) {
      if (scanner.peek() == JsonType.OBJECT && nameIsAmong(REFERENCES)) {
        reference();
      } else {
        editor.replace(reason);
      }
    }
  }

  private void reference() throws MalformedJsonException {
    editor.enterObject();
    while (editor.nextMember()) {
      JsonType type = scanner.peek();
      boolean known = nameIsAmong(REFERENCE_FIELDS);
      if (known && type == JsonType.STRING) {
        editor.keepText(true);
      } else if (known && type == JsonType.BOOLEAN) {
        scanner.skipValue();
      } else {
        editor.replace(reason);
      }
    }
  }

  private boolean nameIsAmong(List<byte[]> names) {
    for (byte[] name : names) {
      if (scanner.nameIs(name)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
