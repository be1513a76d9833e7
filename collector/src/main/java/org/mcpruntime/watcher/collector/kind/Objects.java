package org.mcpruntime.watcher.collector.kind;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.collector.api.ServedScope;
import org.mcpruntime.watcher.schemas.json.JsonRange;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Redactor;

/** Bytes of one scope's objects become inputs: redacted, or, where that cannot be, a note about them without content. */
final class Objects {
  private final ServedScope served;
  private final Redactor redactor;

  Objects(ServedScope served, Redactor redactor) {
    this.served = served;
    this.redactor = redactor;
  }

  RedactedObject redact(byte[] buffer, int offset, int length) throws MalformedJsonException {
    RedactedObject object = redactor.redact(
        buffer,
        offset,
        length,
        served.served().apiVersion(),
        served.scope().kind().kind());
    if (object.name().isEmpty()
        || object.uid().isEmpty()
        || object.resourceVersion().isEmpty()) {
      throw new MalformedJsonException("the object lacks its name, uid or resourceVersion", offset);
    }
    return object;
  }

  /** Adds a page's objects to {@code into}; returns notes about those that cannot be read. */
  List<Input.Undecodable> redact(PageReader.Page page, List<RedactedObject> into) {
    List<Input.Undecodable> unreadable = new ArrayList<>();
    byte[] bytes = page.bytes();
    for (JsonRange item : page.content().items()) {
      try {
        into.add(redact(bytes, item.offset(), item.length()));
      } catch (MalformedJsonException e) {
        String error = String.valueOf(e.getMessage());
        unreadable.add(
            undecodable(null, error, bytes, item.offset(), item.length(), item.length()));
      }
    }
    return unreadable;
  }

  Input.Undecodable undecodable(
      @Nullable String position, String error, byte[] buffer, int offset, int length, long total) {
    return new Input.Undecodable(
        served.scope(),
        position,
        error,
        (int) Math.min(Integer.MAX_VALUE, total),
        sha256(buffer, offset, length));
  }

  private static String sha256(byte[] buffer, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(buffer, offset, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
