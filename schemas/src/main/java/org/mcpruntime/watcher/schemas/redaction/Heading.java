package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.json.JsonText;

/** Kind and API version for objects that come without them, as items of a list do. */
final class Heading {
  private static final byte[] NONE = {};

  private Heading() {}

  /** The opening brace and the members that are not null; empty when both are. */
  static byte[] of(@Nullable String kind, @Nullable String apiVersion, boolean beforeOthers) {
    if (kind == null && apiVersion == null) {
      return NONE;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    out.write('{');
    if (kind != null) {
      member(out, "kind", kind);
    }
    if (apiVersion != null) {
      if (kind != null) {
        out.write(',');
      }
      member(out, "apiVersion", apiVersion);
    }
    if (beforeOthers) {
      out.write(',');
    }
    return out.toByteArray();
  }

  /** An object of which only the identity is told, and that the rest was too large. */
  static byte[] identity(RedactedObject object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(of(object.kind(), object.apiVersion(), true));
    out.writeBytes("\"metadata\":{".getBytes(UTF_8));
    member(out, "name", object.name());
    out.write(',');
    if (!object.namespace().isEmpty()) {
      member(out, "namespace", object.namespace());
      out.write(',');
    }
    member(out, "uid", object.uid());
    out.write(',');
    member(out, "resourceVersion", object.resourceVersion());
    out.writeBytes("},\"spec\":\"[truncated]\",\"status\":\"[truncated]\"}".getBytes(UTF_8));
    return out.toByteArray();
  }

  private static void member(ByteArrayOutputStream out, String name, String value) {
    out.writeBytes(('"' + name + "\":\"").getBytes(UTF_8));
    byte[] utf8 = value.getBytes(UTF_8);
    JsonText.escape(utf8, 0, utf8.length, out);
    out.write('"');
  }
}
