package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/** Which object this is, as far as the walk over it has met that. Items of a list do not tell their type: it is given. */
final class Identity {
  private static final byte[] KIND = ascii("kind");
  private static final byte[] API_VERSION = ascii("apiVersion");
  private static final byte[] NAME = ascii("name");
  private static final byte[] NAMESPACE = ascii("namespace");
  private static final byte[] UID = ascii("uid");
  private static final byte[] RESOURCE_VERSION = ascii("resourceVersion");

  private final ObjectEditor editor;
  private final JsonScanner scanner;
  private final Lookahead lookahead;
  private final @Nullable String givenApiVersion;
  private final @Nullable String givenKind;
  private @Nullable String apiVersion;
  private @Nullable String kind;
  private @Nullable Subject subject;
  private String namespace = "";
  private String name = "";
  private String uid = "";
  private String resourceVersion = "";

  Identity(
      ObjectEditor editor,
      Lookahead lookahead,
      @Nullable String givenApiVersion,
      @Nullable String givenKind) {
    this.editor = editor;
    this.scanner = editor.scanner();
    this.lookahead = lookahead;
    this.givenApiVersion = givenApiVersion;
    this.givenKind = givenKind;
  }

  /** Consumes a member at the top that tells the type; false when it is another. */
  boolean readType() throws MalformedJsonException {
    if (scanner.nameIs(KIND) && scanner.peek() == JsonType.STRING) {
      kind = scanner.stringValue();
      return true;
    }
    if (scanner.nameIs(API_VERSION) && scanner.peek() == JsonType.STRING) {
      apiVersion = scanner.stringValue();
      return true;
    }
    return false;
  }

  /** Whether the type was looked up. */
  boolean isKnown() {
    return subject != null;
  }

  /**
   * Finds out the type, which may stand behind members that depend on it.
   *
   * @param start of the object
   */
  Subject lookUp(int start) throws MalformedJsonException {
    String version = apiVersion == null && givenApiVersion == null
        ? lookahead.text(start, API_VERSION)
        : apiVersion();
    String type = kind == null && givenKind == null ? lookahead.text(start, KIND) : kind();
    Subject found = new Subject(version, type);
    subject = found;
    return found;
  }

  /**
   * Consumes a member of metadata that tells who it is; false when it is another. What is no string is replaced and counts as
   * absent.
   */
  boolean readMetadata() throws MalformedJsonException {
    if (scanner.nameIs(NAME)) {
      name = text();
    } else if (scanner.nameIs(NAMESPACE)) {
      namespace = text();
    } else if (scanner.nameIs(UID)) {
      uid = text();
    } else if (scanner.nameIs(RESOURCE_VERSION)) {
      resourceVersion = text();
    } else {
      return false;
    }
    return true;
  }

  private String text() throws MalformedJsonException {
    if (scanner.peek() == JsonType.STRING) {
      return scanner.stringValue();
    }
    editor.replace(RemovalReason.ODD_SHAPE);
    return "";
  }

  boolean isOf(String wanted) {
    return subject != null && subject.kind().equals(wanted);
  }

  boolean isSecret() {
    return isOf("Secret") || "Secret".equals(givenKind);
  }

  boolean isConfigMap() {
    return isOf("ConfigMap") && !isSecret();
  }

  /** The members at the begin of the object that it does not have itself. */
  byte[] heading(boolean beforeOthers) {
    return Heading.of(
        kind == null ? givenKind : null, apiVersion == null ? givenApiVersion : null, beforeOthers);
  }

  String apiVersion() {
    return first(apiVersion, givenApiVersion);
  }

  String kind() {
    return first(kind, givenKind);
  }

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  String uid() {
    return uid;
  }

  String resourceVersion() {
    return resourceVersion;
  }

  private static String first(@Nullable String own, @Nullable String given) {
    if (own != null) {
      return own;
    }
    return given == null ? "" : given;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
