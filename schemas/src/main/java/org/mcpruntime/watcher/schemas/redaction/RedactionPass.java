package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonText;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * The walk over one object: each member is met once, in the order of the bytes, and its rule applied. A shape that a
 * rule does not expect is replaced, not kept. One pass serves one object and one thread.
 */
final class RedactionPass {
  private static final NameTable NOTHING = new NameTable(List.of());
  private static final byte[] KIND = ascii("kind");
  private static final byte[] API_VERSION = ascii("apiVersion");
  private static final byte[] METADATA = ascii("metadata");
  private static final byte[] TYPE = ascii("type");
  private static final byte[] NAME = ascii("name");
  private static final byte[] NAMESPACE = ascii("namespace");
  private static final byte[] UID = ascii("uid");
  private static final byte[] RESOURCE_VERSION = ascii("resourceVersion");
  private static final byte[] ANNOTATIONS = ascii("annotations");
  private static final byte[] VALUE = ascii("value");
  private static final byte[] DEFAULT = ascii("default");
  private static final byte[] EXAMPLE = ascii("example");

  /** How the names inside a container are to be understood. */
  private enum Names {
    FIELDS,
    /** Fields of something that a field like {@code token} holds. */
    CREDENTIAL_FIELDS,
    /** People chose them. */
    FREE,
    ANNOTATIONS,
    /** They describe the fields of a custom resource; objects below them hold no values, defaults and examples aside. */
    SCHEMA
  }

  private final CompiledRules rules;
  private final byte[] buffer;
  private final ObjectEditor editor;
  private final JsonScanner scanner;
  private final Lookahead lookahead;
  private final NamedValues namedValues;
  private final ConfigMapPayload configMap;
  private final @Nullable String givenKind;
  private @Nullable String apiVersion;
  private @Nullable String kind;
  private String effectiveKind = "";
  private boolean kindKnown;
  private String namespace = "";
  private String name = "";
  private String uid = "";
  private String resourceVersion = "";

  RedactionPass(
      CompiledRules rules, byte[] buffer, int offset, int length, @Nullable String givenKind) {
    this.rules = rules;
    this.buffer = buffer;
    this.editor = new ObjectEditor(buffer, offset, length, rules.textPatterns());
    this.scanner = editor.scanner();
    this.lookahead = new Lookahead(buffer, offset + length);
    this.namedValues = new NamedValues(editor, buffer, lookahead);
    this.configMap = new ConfigMapPayload(editor, buffer);
    this.givenKind = givenKind;
  }

  RedactedObject run(@Nullable String givenApiVersion, int originalSizeBytes)
      throws MalformedJsonException {
    if (scanner.peek() != JsonType.OBJECT) {
      throw new MalformedJsonException("expected an object", scanner.position());
    }
    int start = editor.enterObject();
    while (editor.nextMember()) {
      topMember(start);
    }
    boolean members = editor.keptMembers();
    if (isConfigMap()) {
      editor.insertBeforeClose(configMap.members(name, members));
    }
    int behind = scanner.position();
    scanner.end();
    String missingKind = kind == null ? givenKind : null;
    String missingApiVersion = apiVersion == null ? givenApiVersion : null;
    byte[] heading = Heading.of(missingKind, missingApiVersion, members);
    return new RedactedObject(
        editor.finish(behind, heading),
        first(apiVersion, givenApiVersion),
        first(kind, givenKind),
        namespace,
        name,
        uid,
        resourceVersion,
        originalSizeBytes,
        false,
        editor.path().reported());
  }

  private void topMember(int start) throws MalformedJsonException {
    if (scanner.nameIs(KIND) && scanner.peek() == JsonType.STRING) {
      kind = scanner.stringValue();
      return;
    }
    if (scanner.nameIs(API_VERSION) && scanner.peek() == JsonType.STRING) {
      apiVersion = scanner.stringValue();
      return;
    }
    if (!kindKnown) {
      effectiveKind =
          kind == null && givenKind == null ? lookahead.kind(start) : first(kind, givenKind);
      kindKnown = true;
    }
    boolean metadata = scanner.nameIs(METADATA) && scanner.peek() == JsonType.OBJECT;
    if (metadata) {
      metadata();
    } else if ((isSecret() && !scanner.nameIs(TYPE)) || (isConfigMap() && isOurs())) {
      editor.removeMember();
    } else {
      member(start, Names.FIELDS);
    }
  }

  private void metadata() throws MalformedJsonException {
    int start = editor.enterObject();
    while (editor.nextMember()) {
      boolean identity = true;
      if (scanner.nameIs(NAME)) {
        name = identity();
      } else if (scanner.nameIs(NAMESPACE)) {
        namespace = identity();
      } else if (scanner.nameIs(UID)) {
        uid = identity();
      } else if (scanner.nameIs(RESOURCE_VERSION)) {
        resourceVersion = identity();
      } else {
        identity = false;
      }
      if (!identity && isSecret() && scanner.nameIs(ANNOTATIONS)) {
        editor.removeMember();
      } else if (!identity) {
        member(start, Names.FIELDS);
      }
    }
  }

  /** Identity is a string; anything else is replaced and counts as absent. */
  private String identity() throws MalformedJsonException {
    if (scanner.peek() == JsonType.STRING) {
      return scanner.stringValue();
    }
    editor.replace();
    return "";
  }

  private void object(Names names) throws MalformedJsonException {
    int start = editor.enterObject();
    while (editor.nextMember()) {
      member(start, names);
    }
  }

  private void array(Names names) throws MalformedJsonException {
    editor.enterArray();
    for (int i = 0; editor.nextElement(i); i++) {
      value(names);
    }
  }

  private void value(Names names) throws MalformedJsonException {
    switch (scanner.peek()) {
      case OBJECT -> object(names);
      case ARRAY -> array(names);
      case STRING -> editor.keepText(true);
      case NUMBER, BOOLEAN, NULL -> scanner.skipValue();
    }
  }

  private void member(int owner, Names names) throws MalformedJsonException {
    Rule rule = ruleOfMember();
    JsonType type = scanner.peek();
    if (!rules.pointers().isEmpty() && rules.names(editor.path())) {
      editor.replace();
      return;
    }
    switch (names) {
      case SCHEMA -> {
        boolean values = scanner.nameIs(DEFAULT) || scanner.nameIs(EXAMPLE);
        if (type == JsonType.OBJECT && rule != Rule.REMOVE && !values) {
          object(Names.SCHEMA);
          return;
        }
      }
      case FREE, ANNOTATIONS -> {
        if (type == JsonType.STRING && rule.isAboutFields(names == Names.ANNOTATIONS)) {
          rule = Rule.KEEP;
        }
        if (names == Names.ANNOTATIONS && rule == Rule.KEEP) {
          annotation(type);
          return;
        }
      }
      case CREDENTIAL_FIELDS -> {
        if (scanner.nameIs(VALUE)) {
          editor.replace();
          return;
        }
      }
      case FIELDS -> {}
    }
    apply(rule, type, owner);
  }

  private void apply(Rule rule, JsonType type, int owner) throws MalformedJsonException {
    switch (rule) {
      case KEEP -> value(Names.FIELDS);
      case IMAGE -> {
        if (type == JsonType.STRING) {
          editor.keepText(false);
        } else {
          value(Names.FIELDS);
        }
      }
      case REMOVE -> editor.removeMember();
      case REPLACE -> editor.replace();
      case REPLACE_TEXT -> {
        if (type == JsonType.OBJECT) {
          object(Names.CREDENTIAL_FIELDS);
        } else if (type == JsonType.BOOLEAN) {
          scanner.skipValue();
        } else {
          editor.replace();
        }
      }
      case REPLACE_VALUES -> replaceValues(type);
      case DATA -> data();
      case ENVIRONMENT -> namedValues.redact(rules.allowedEnvNames());
      case HEADERS -> namedValues.redact(NOTHING);
      case ARGUMENTS -> arguments(type, owner);
      case TEXT_MAP -> value(Names.FREE);
      case ANNOTATIONS -> {
        if (type == JsonType.OBJECT) {
          object(Names.ANNOTATIONS);
        } else {
          editor.replace();
        }
      }
      case SCHEMA -> value(isCustomResourceSchema() ? Names.SCHEMA : Names.FIELDS);
    }
  }

  private Rule ruleOfMember() {
    return rules.names().of(buffer, scanner.nameStart(), scanner.nameEnd(), scanner.nameEscaped());
  }

  /** An annotation called {@code example.com/token} is what {@code token} would be. */
  private void annotation(JsonType type) throws MalformedJsonException {
    if (type == JsonType.STRING && ruleBehindSlash() != Rule.REPLACE_TEXT) {
      editor.keepAnnotation();
    } else {
      editor.replace();
    }
  }

  private Rule ruleBehindSlash() {
    boolean escaped = scanner.nameEscaped();
    byte[] key = escaped ? JsonText.decode(buffer, scanner.nameStart(), scanner.nameEnd()) : buffer;
    int start = escaped ? 0 : scanner.nameStart();
    int end = escaped ? key.length : scanner.nameEnd();
    int last = end;
    while (last > start && key[last - 1] != '/') {
      last--;
    }
    return rules.names().of(key, last, end, false);
  }

  private void replaceValues(JsonType type) throws MalformedJsonException {
    if (type != JsonType.OBJECT) {
      editor.replace();
      return;
    }
    editor.enterObject();
    while (editor.nextMember()) {
      editor.replace();
    }
  }

  private void data() throws MalformedJsonException {
    if (isConfigMap() && editor.path().depth() == 1) {
      configMap.redact();
    } else {
      editor.removeMember();
    }
  }

  private void arguments(JsonType type, int owner) throws MalformedJsonException {
    if (type != JsonType.ARRAY) {
      editor.replace();
      return;
    }
    boolean ownerKnown = false;
    boolean ingressController = false;
    editor.enterArray();
    for (int i = 0; editor.nextElement(i); i++) {
      boolean candidate =
          scanner.peek() == JsonType.STRING && lookahead.isIngressArgument(scanner.position());
      if (candidate && !ownerKnown) {
        ingressController = lookahead.isIngressController(owner);
        ownerKnown = true;
      }
      if (candidate && ingressController) {
        editor.keepCleanText();
      } else {
        editor.replace();
      }
    }
  }

  private boolean isSecret() {
    return effectiveKind.equals("Secret") || "Secret".equals(givenKind);
  }

  private boolean isConfigMap() {
    return effectiveKind.equals("ConfigMap") && !isSecret();
  }

  private boolean isOurs() {
    return scanner.nameIs(ConfigMapPayload.SIZES_NAME)
        || scanner.nameIs(ConfigMapPayload.SUMMARY_NAME);
  }

  /** Exactly {@code /spec/versions/<i>/schema/openAPIV3Schema}. */
  private boolean isCustomResourceSchema() {
    return effectiveKind.equals("CustomResourceDefinition") && editor.path().depth() == 5;
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
