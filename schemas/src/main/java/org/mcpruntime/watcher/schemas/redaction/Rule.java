package org.mcpruntime.watcher.schemas.redaction;

/** What happens to the value of a member, decided by the member's name. A null is always kept: it tells nothing. */
enum Rule {
  /** Kept, with every string in it searched for credentials. */
  KEEP,
  /** As KEEP, but a colon in it separates an image from its tag. */
  IMAGE,
  /** The member is left out. */
  REMOVE,
  /** Whatever it is, it becomes {@code "[redacted]"}. */
  REPLACE,
  /** A string or number becomes {@code "[redacted]"}; an object or array is kept under the usual rules. */
  REPLACE_TEXT,
  /** A map: its keys stay, each value becomes {@code "[redacted]"}. */
  REPLACE_VALUES,
  /** Payload of a ConfigMap or Secret. */
  DATA,
  /** Named values: each entry's name stays, its value goes unless the name is on the allow-list. */
  ENVIRONMENT,
  /** As ENVIRONMENT, without an allow-list. */
  HEADERS,
  /** Command line: each word goes unless it is on the allow-list. */
  ARGUMENTS,
  /** A map from names that people chose to strings: the names mean nothing to us. */
  TEXT_MAP,
  /** As TEXT_MAP; copies of whole objects in it go. */
  ANNOTATIONS,
  /** Schema of a custom resource: names in it describe fields, so objects below them are not values. */
  SCHEMA;

  /**
   * Whether the rule is about a field of that name, so that a string of the same name in a map whose names people chose
   * is something else. Label values cannot be credentials and must stay comparable; annotation values can be.
   */
  boolean isAboutFields(boolean annotations) {
    return switch (this) {
      case REPLACE_VALUES,
          DATA,
          ENVIRONMENT,
          HEADERS,
          ARGUMENTS,
          TEXT_MAP,
          ANNOTATIONS,
          SCHEMA,
          IMAGE -> true;
      case REPLACE_TEXT -> !annotations;
      case KEEP, REMOVE, REPLACE -> false;
    };
  }
}
