package org.mcpruntime.watcher.testbed.registry;

/** A request that is refused, with the HTTP status and the code that Confluent's registry answers. */
final class RegistryError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  RegistryError(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static RegistryError subjectNotFound(String subject) {
    return new RegistryError(404, 40401, "Subject '" + subject + "' not found.");
  }

  static RegistryError versionNotFound(String version) {
    return new RegistryError(404, 40402, "Version " + version + " not found.");
  }

  static RegistryError schemaNotFound() {
    return new RegistryError(404, 40403, "Schema not found");
  }

  static RegistryError noSuchPath() {
    return new RegistryError(404, 404, "HTTP 404 Not Found");
  }

  static RegistryError invalidSchema(String why) {
    return new RegistryError(422, 42201, "Invalid schema: " + why);
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }
}
