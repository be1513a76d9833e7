package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonType;
import org.mcpruntime.watcher.schemas.json.MalformedJsonException;

/**
 * The walk over one object: each member is met once, in the order of the bytes, and its rule applied. A shape that a
 * rule does not expect is replaced, not kept. One pass serves one object and one thread.
 */
final class RedactionPass {
  private static final NameTable NOTHING = new NameTable(List.of());
  private static final byte[] METADATA = ascii("metadata");
  private static final byte[] TYPE = ascii("type");
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
  private final ObjectEditor editor;
  private final JsonScanner scanner;
  private final NamedValues namedValues;
  private final CommandLine commandLine;
  private final ConfigMapPayload configMap;
  private final MemberNames memberNames;
  private final Identity identity;
  private List<FieldPath> fields = List.of();
  private boolean readsNames;

  RedactionPass(
      CompiledRules rules,
      int maxReported,
      byte[] buffer,
      int offset,
      int length,
      @Nullable String givenApiVersion,
      @Nullable String givenKind) {
    this.rules = rules;
    this.editor = new ObjectEditor(buffer, offset, length, rules.textPatterns(), maxReported);
    this.scanner = editor.scanner();
    Lookahead lookahead = new Lookahead(buffer, offset + length);
    this.namedValues = new NamedValues(editor, buffer, lookahead);
    this.commandLine = new CommandLine(editor, lookahead, rules.allowedArgs());
    this.configMap = new ConfigMapPayload(editor, buffer);
    this.memberNames = new MemberNames(rules.names(), buffer, scanner);
    this.identity = new Identity(editor, lookahead, givenApiVersion, givenKind);
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
    if (identity.isConfigMap()) {
      editor.insertBeforeClose(configMap.members(identity.name(), members));
    }
    int behind = scanner.position();
    scanner.end();
    return new RedactedObject(
        editor.finish(behind, identity.heading(members)),
        identity.apiVersion(),
        identity.kind(),
        identity.namespace(),
        identity.name(),
        identity.uid(),
        identity.resourceVersion(),
        originalSizeBytes,
        false,
        editor.path().reported());
  }

  private void topMember(int start) throws MalformedJsonException {
    if (identity.readType()) {
      return;
    }
    if (!identity.isKnown()) {
      Subject subject = identity.lookUp(start);
      fields = rules.fieldsOf(subject);
      readsNames = !subject.isBuiltIn();
    }
    boolean metadata = scanner.nameIs(METADATA) && scanner.peek() == JsonType.OBJECT;
    if (metadata) {
      metadata();
    } else if (identity.isSecret() && !scanner.nameIs(TYPE)) {
      editor.removeMember(RemovalReason.SECRET_DATA);
    } else if (identity.isConfigMap() && isOurs()) {
      editor.removeMember(RemovalReason.ODD_SHAPE);
    } else {
      member(start, Names.FIELDS);
    }
  }

  private void metadata() throws MalformedJsonException {
    int start = editor.enterObject();
    while (editor.nextMember()) {
      boolean consumed = identity.readMetadata();
      if (!consumed && identity.isSecret() && scanner.nameIs(ANNOTATIONS)) {
        editor.removeMember(RemovalReason.SECRET_DATA);
      } else if (!consumed) {
        member(start, Names.FIELDS);
      }
    }
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
    Rule rule = memberNames.rule();
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
        rule = byWords(rule, type);
      }
      case FIELDS -> rule = byWords(rule, type);
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
  private Rule byWords(Rule rule, JsonType type) {
    boolean believed = readsNames
        && rule == Rule.KEEP
        && (type == JsonType.STRING || type == JsonType.ARRAY)
        && memberNames.namesCredential();
    return believed ? Rule.CREDENTIAL : rule;
  }

  private void annotation(JsonType type) throws MalformedJsonException {
    if (type == JsonType.STRING && !memberNames.announcesCredential()) {
      editor.keepAnnotation();
    } else {
      editor.replace(RemovalReason.ANNOTATION);
    }
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
    if (identity.isConfigMap() && editor.path().depth() == 1) {
      configMap.redact();
    } else {
      editor.removeMember(RemovalReason.SECRET_DATA);
    }
  }

  private boolean isOurs() {
    return scanner.nameIs(ConfigMapPayload.SIZES_NAME)
        || scanner.nameIs(ConfigMapPayload.SUMMARY_NAME);
  }

  /** Exactly {@code /spec/versions/<i>/schema/openAPIV3Schema}. */
  private boolean isCustomResourceSchema() {
    return identity.isOf("CustomResourceDefinition") && editor.path().depth() == 5;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
