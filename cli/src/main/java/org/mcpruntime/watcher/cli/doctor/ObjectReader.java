package org.mcpruntime.watcher.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.checks.facts.ExtractionException;
import org.mcpruntime.watcher.checks.facts.Extractors;
import org.mcpruntime.watcher.checks.facts.Facts;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;
import org.mcpruntime.watcher.schemas.redaction.RedactedObject;
import org.mcpruntime.watcher.schemas.redaction.Redactor;

/** From an object's bytes to its facts, by the way that published objects take: redaction, then the extractor. */
final class ObjectReader {

  private final Redactor redactor;
  private final List<Facts> facts = new ArrayList<>();
  private final List<Unseen> unread = new ArrayList<>();
  private int objects;

  ObjectReader(Redactor redactor) {
    this.redactor = redactor;
  }

  /**
   * Takes one object.
   *
   * @param apiVersion for items of a list, which lack it; null when the object has it
   * @param kind as {@code apiVersion}
   */
  void read(
      byte[] buffer, int offset, int length, @Nullable String apiVersion, @Nullable String kind) {
    objects++;
    String name = kind == null ? "object" : kind;
    try {
      RedactedObject redacted = redactor.redact(buffer, offset, length, apiVersion, kind);
      name = redacted.kind() + "/" + redacted.name();
      Extractors.extract(
              group(redacted.apiVersion()), redacted.kind(), redacted.json(), redacted.truncated())
          .ifPresent(facts::add);
    } catch (MalformedJsonException | ExtractionException e) {
      unread.add(new Unseen(name, "cannot be understood: " + e.getMessage()));
    }
  }

  static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  List<Facts> facts() {
    return List.copyOf(facts);
  }

  /** Objects that were there and could not be understood. */
  List<Unseen> unread() {
    return List.copyOf(unread);
  }

  int objects() {
    return objects;
  }
}
