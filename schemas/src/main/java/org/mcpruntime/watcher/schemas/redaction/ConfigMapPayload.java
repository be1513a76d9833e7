package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonText;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * Data of a ConfigMap: keys stay, values go. In their place the object gets {@code "dataSizeBytes": {key: size}} (the
 * first 100 keys) and, when it is named {@code *-gateway-policy} and has the key {@code policy.json}, {@code
 * "policySummary"} as {@link PolicySummary} describes it.
 */
final class ConfigMapPayload {
  static final byte[] SIZES_NAME = "dataSizeBytes".getBytes(UTF_8);
  static final byte[] SUMMARY_NAME = "policySummary".getBytes(UTF_8);

  private static final byte[] POLICY_KEY = "policy.json".getBytes(UTF_8);
  private static final String POLICY_NAME_END = "-gateway-policy";
  private static final int MAX_KEYS = 100;

  private final byte[] buffer;
  private final ObjectEditor editor;
  private final ByteArrayOutputStream sizes = new ByteArrayOutputStream();
  private int keys;
  private int policyStart = -1;
  private int policyEnd;
  private boolean policyEscaped;

  ConfigMapPayload(ObjectEditor editor, byte[] buffer) {
    this.editor = editor;
    this.buffer = buffer;
  }

  /** Consumes the value of {@code data} or {@code binaryData}. */
  void redact() throws MalformedJsonException {
    JsonScanner scanner = editor.scanner();
    if (scanner.peek() != JsonType.OBJECT) {
      editor.replace(RemovalReason.CONFIGMAP_DATA);
      return;
    }
    editor.enterObject();
    while (editor.nextMember()) {
      boolean policy = scanner.nameIs(POLICY_KEY);
      byte[] key = JsonText.decode(buffer, scanner.nameStart(), scanner.nameEnd());
      boolean string = scanner.peek() == JsonType.STRING;
      editor.replace(RemovalReason.CONFIGMAP_DATA);
      if (string) {
        note(key, scanner);
      }
      if (string && policy) {
        policyStart = scanner.stringStart();
        policyEnd = scanner.stringEnd();
        policyEscaped = scanner.stringEscaped();
      }
    }
  }

  /** Members to put behind the others, in front of the closing brace. */
  byte[] members(String configMapName, boolean afterOthers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String comma = afterOthers ? "," : "";
    if (keys > 0) {
      write(out, comma + "\"dataSizeBytes\":{");
      out.writeBytes(sizes.toByteArray());
      write(out, "}");
      comma = ",";
    }
    if (policyStart >= 0 && configMapName.endsWith(POLICY_NAME_END)) {
      byte[] policy = policyEscaped
          ? JsonText.decode(buffer, policyStart, policyEnd)
          : Arrays.copyOfRange(buffer, policyStart, policyEnd);
      write(out, comma + "\"policySummary\":");
      out.writeBytes(PolicySummary.of(policy));
    }
    return out.toByteArray();
  }

  private void note(byte[] key, JsonScanner scanner) {
    if (++keys > MAX_KEYS) {
      return;
    }
    write(sizes, keys == 1 ? "\"" : ",\"");
    JsonText.escape(key, 0, key.length, sizes);
    int size = scanner.stringEscaped()
        ? JsonText.decode(buffer, scanner.stringStart(), scanner.stringEnd()).length
        : scanner.stringEnd() - scanner.stringStart();
    write(sizes, "\":" + size);
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(UTF_8));
  }
}
