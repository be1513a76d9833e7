package org.mcpruntime.watcher.schemas.redaction;

import java.util.Locale;

/** The rule by which something was taken out of an object. Names are API: reports and metrics show them. */
public enum RemovalReason {
  /** Value of an environment variable. */
  ENV,
  /** Word of a command line. */
  ARGS,
  /** Value of an HTTP header. */
  HEADER,
  /** Annotation that is a copy of an object, a command line or lines of configuration, or called like a credential. */
  ANNOTATION,
  /** Who manages which field. */
  MANAGED_FIELDS,
  /** Data of a ConfigMap; a summary stands in its place. */
  CONFIGMAP_DATA,
  /** Data of a Secret, or data of another kind that may be one. */
  SECRET_DATA,
  /** Options of a volume driver. */
  VOLUME_OPTIONS,
  /** Field that is called like a credential. */
  CREDENTIAL_FIELD,
  /** Credential inside a text. */
  CREDENTIAL_IN_TEXT,
  /** Whom an object belongs to. */
  PERSONAL_ID,
  /** Something of a shape that its field cannot have. */
  ODD_SHAPE,
  /** What the configuration adds. */
  CUSTOM;

  /** The name in reports and metrics: {@code configmap-data}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
