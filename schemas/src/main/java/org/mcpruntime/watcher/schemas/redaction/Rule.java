package org.mcpruntime.watcher.schemas.redaction;

/** What happens to the value of a member, decided by the member's name. A null is always kept: it tells nothing. */
enum Rule {
  /** Kept, with every string in it searched for credentials. */
  KEEP(RemovalReason.CREDENTIAL_IN_TEXT),
  /** As KEEP, but a colon in it separates an image from its tag. */
  IMAGE(RemovalReason.CREDENTIAL_IN_TEXT),
  /** The member is left out. */
  MANAGED_FIELDS(RemovalReason.MANAGED_FIELDS),
  /** The member, a copy of the object, is left out. */
  COPY(RemovalReason.ANNOTATION),
  /** Whatever it is, it becomes {@code "[redacted]"}. */
  COMMAND_LINE(RemovalReason.ANNOTATION),
  /** As COMMAND_LINE. */
  PERSONAL_ID(RemovalReason.PERSONAL_ID),
  /** As COMMAND_LINE. */
  CUSTOM(RemovalReason.CUSTOM),
  /** A string, number or array becomes {@code "[redacted]"}; an object is kept under the usual rules. */
  CREDENTIAL(RemovalReason.CREDENTIAL_FIELD),
  /** A map of HTTP headers: its keys stay, each value becomes {@code "[redacted]"}. */
  HEADER_MAP(RemovalReason.HEADER),
  /** As HEADER_MAP. */
  VOLUME_OPTIONS(RemovalReason.VOLUME_OPTIONS),
  /** As VOLUME_OPTIONS at the top of an object, where a storage class has them; KEEP elsewhere. */
  CLASS_OPTIONS(RemovalReason.VOLUME_OPTIONS),
  /** Payload of a ConfigMap or Secret. */
  DATA(RemovalReason.SECRET_DATA),
  /** Named values: each entry's name stays, its value goes unless the name is on the allow-list. */
  ENVIRONMENT(RemovalReason.ENV),
  /** As ENVIRONMENT, without an allow-list. */
  HEADERS(RemovalReason.HEADER),
  /** Command line: each word goes unless it is on the allow-list. */
  ARGUMENTS(RemovalReason.ARGS),
  /** A map from names that people chose to strings: the names mean nothing to us. */
  TEXT_MAP(RemovalReason.CREDENTIAL_IN_TEXT),
  /** As TEXT_MAP; copies of whole objects in it go. */
  ANNOTATIONS(RemovalReason.ANNOTATION),
  /** Schema of a custom resource: names in it describe fields, so objects below them are not values. */
  SCHEMA(RemovalReason.CREDENTIAL_IN_TEXT);

  private final RemovalReason reason;

  Rule(RemovalReason reason) {
    this.reason = reason;
  }

  /** What is told when the rule takes something out. */
  RemovalReason reason() {
    return reason;
  }

  /** Whether the member is left out, its name included. */
  boolean leavesOut() {
    return this == MANAGED_FIELDS || this == COPY;
  }

  /**
   * Whether the rule is about a field of that name, so that a string of the same name in a map whose names people chose
   * is something else. Label values cannot be credentials and must stay comparable; annotation values can be.
   */
  boolean isAboutFields(boolean annotations) {
    return switch (this) {
      case HEADER_MAP,
          VOLUME_OPTIONS,
          CLASS_OPTIONS,
          DATA,
          ENVIRONMENT,
          HEADERS,
          ARGUMENTS,
          TEXT_MAP,
          ANNOTATIONS,
          SCHEMA,
          IMAGE -> true;
      case CREDENTIAL -> !annotations;
      case KEEP, MANAGED_FIELDS, COPY, COMMAND_LINE, PERSONAL_ID, CUSTOM -> false;
    };
  }
}
