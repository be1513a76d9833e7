package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  private static final byte[] SNIPPET = ascii("-snippet");

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
  private final CommandLine commandLine;
  private final ConfigMapPayload configMap;
  private final CredentialWords words = new CredentialWords();
  private final @Nullable String givenApiVersion;
  private final @Nullable String givenKind;
  private @Nullable String apiVersion;
  private @Nullable String kind;
  private @Nullable Subject subject;
  private List<FieldPath> fields = List.of();
  private boolean readsNames;
  private String namespace = "";
  private String name = "";
  private String uid = "";
  private String resourceVersion = "";

  RedactionPass(
      CompiledRules rules,
      int maxReported,
      byte[] buffer,
      int offset,
      int length,
      @Nullable String givenApiVersion,
      @Nullable String givenKind) {
    this.rules = rules;
    this.buffer = buffer;
    this.editor = new ObjectEditor(buffer, offset, length, rules.textPatterns(), maxReported);
    this.scanner = editor.scanner();
    this.lookahead = new Lookahead(buffer, offset + length);
    this.namedValues = new NamedValues(editor, buffer, lookahead);
    this.commandLine = new CommandLine(editor, lookahead, rules.allowedArgs());
    this.configMap = new ConfigMapPayload(editor, buffer);
    this.givenApiVersion = givenApiVersion;
    this.givenKind = givenKind;
  }

  /** How much was taken out for each reason. */
  Map<RemovalReason, Integer> counts() {
    return editor.path().counts();
  }

  RedactedObject run(int originalSizeBytes) throws MalformedJsonException {
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
    if (subject == null) {
      know(subjectAt(start));
    }
    boolean metadata = scanner.nameIs(METADATA) && scanner.peek() == JsonType.OBJECT;
    if (metadata) {
      metadata();
    } else if (isSecret() && !scanner.nameIs(TYPE)) {
      editor.removeMember(RemovalReason.SECRET_DATA);
    } else if (isConfigMap() && isOurs()) {
      editor.removeMember(RemovalReason.ODD_SHAPE);
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
        editor.removeMember(RemovalReason.SECRET_DATA);
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
    editor.replace(RemovalReason.ODD_SHAPE);
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
    if (isConfigured()) {
      editor.replace(RemovalReason.CUSTOM);
      return;
    }
    switch (names) {
      case SCHEMA -> {
        boolean values = scanner.nameIs(DEFAULT) || scanner.nameIs(EXAMPLE);
        if (type == JsonType.OBJECT && !rule.leavesOut() && !values) {
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
          editor.replace(RemovalReason.CREDENTIAL_FIELD);
          return;
        }
        rule = ruleByWords(rule, type);
      }
      case FIELDS -> rule = ruleByWords(rule, type);
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
      case MANAGED_FIELDS, COPY -> editor.removeMember(rule.reason());
      case COMMAND_LINE, PERSONAL_ID, CUSTOM -> editor.replace(rule.reason());
      case CREDENTIAL -> {
        if (type == JsonType.OBJECT) {
          object(Names.CREDENTIAL_FIELDS);
        } else if (type == JsonType.BOOLEAN) {
          scanner.skipValue();
        } else {
          editor.replace(rule.reason());
        }
      }
      case HEADER_MAP, VOLUME_OPTIONS -> replaceValues(type, rule.reason());
      case CLASS_OPTIONS -> {
        if (editor.path().depth() == 1) {
          replaceValues(type, rule.reason());
        } else {
          value(Names.FIELDS);
        }
      }
      case DATA -> data();
      case ENVIRONMENT -> namedValues.redact(rules.allowedEnvNames(), rule.reason());
      case HEADERS -> namedValues.redact(NOTHING, rule.reason());
      case ARGUMENTS -> commandLine.redact(owner);
      case TEXT_MAP -> value(Names.FREE);
      case ANNOTATIONS -> {
        if (type == JsonType.OBJECT) {
          object(Names.ANNOTATIONS);
        } else {
          editor.replace(RemovalReason.ANNOTATION);
        }
      }
      case SCHEMA -> value(isCustomResourceSchema() ? Names.SCHEMA : Names.FIELDS);
    }
  }

  private boolean isConfigured() {
    for (FieldPath field : fields) {
      if (field.names(editor.path())) {
        return true;
      }
    }
    return false;
  }

  /** In objects whose fields are not known, a name that announces a credential is believed. */
  private Rule ruleByWords(Rule rule, JsonType type) {
    boolean known = !readsNames || rule != Rule.KEEP;
    if (known || (type != JsonType.STRING && type != JsonType.ARRAY)) {
      return rule;
    }
    int start = scanner.nameStart();
    int end = scanner.nameEnd();
    byte[] name = scanner.nameEscaped()
        ? JsonText.decode(buffer, start, end)
        : Arrays.copyOfRange(buffer, start, end);
    return words.namesCredential(name, 0, name.length) ? Rule.CREDENTIAL : rule;
  }

  private Rule ruleOfMember() {
    return rules.names().of(buffer, scanner.nameStart(), scanner.nameEnd(), scanner.nameEscaped());
  }

  private void annotation(JsonType type) throws MalformedJsonException {
    if (type == JsonType.STRING && !isTelling()) {
      editor.keepAnnotation();
    } else {
      editor.replace(RemovalReason.ANNOTATION);
    }
  }

  /**
   * An annotation called {@code example.com/token} is what {@code token} would be; one called {@code …-snippet} holds
   * lines of an ingress controller's configuration.
   */
  private boolean isTelling() {
    boolean escaped = scanner.nameEscaped();
    byte[] key = escaped ? JsonText.decode(buffer, scanner.nameStart(), scanner.nameEnd()) : buffer;
    int start = escaped ? 0 : scanner.nameStart();
    int end = escaped ? key.length : scanner.nameEnd();
    int last = end;
    while (last > start && key[last - 1] != '/') {
      last--;
    }
    int snippet = end - SNIPPET.length;
    return rules.names().of(key, last, end, false) == Rule.CREDENTIAL
        || (snippet >= start && Arrays.equals(key, snippet, end, SNIPPET, 0, SNIPPET.length));
  }

  private void replaceValues(JsonType type, RemovalReason reason) throws MalformedJsonException {
    if (type != JsonType.OBJECT) {
      editor.replace(reason);
      return;
    }
    editor.enterObject();
    while (editor.nextMember()) {
      editor.replace(reason);
    }
  }

  private void data() throws MalformedJsonException {
    if (isConfigMap() && editor.path().depth() == 1) {
      configMap.redact();
    } else {
      editor.removeMember(RemovalReason.SECRET_DATA);
    }
  }

  private Subject subjectAt(int start) throws MalformedJsonException {
    String version = apiVersion == null && givenApiVersion == null
        ? lookahead.text(start, API_VERSION)
        : first(apiVersion, givenApiVersion);
    String type =
        kind == null && givenKind == null ? lookahead.text(start, KIND) : first(kind, givenKind);
    return new Subject(version, type);
  }

  private void know(Subject known) {
    subject = known;
    fields = rules.fieldsOf(known);
    readsNames = !known.isBuiltIn();
  }

  private boolean kindIs(String wanted) {
    return subject != null && subject.kind().equals(wanted);
  }

  private boolean isSecret() {
    return kindIs("Secret") || "Secret".equals(givenKind);
  }

  private boolean isConfigMap() {
    return kindIs("ConfigMap") && !isSecret();
  }

  private boolean isOurs() {
    return scanner.nameIs(ConfigMapPayload.SIZES_NAME)
        || scanner.nameIs(ConfigMapPayload.SUMMARY_NAME);
  }

  /** Exactly {@code /spec/versions/<i>/schema/openAPIV3Schema}. */
  private boolean isCustomResourceSchema() {
    return kindIs("CustomResourceDefinition") && editor.path().depth() == 5;
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
