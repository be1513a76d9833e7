package org.mcpruntime.watcher.checks.catalog;

import java.util.regex.Pattern;

/**
 * Why an image pull fails, told from the text of the container runtime. The first class that matches wins, so the order
 * matters: what lies deeper stands first, and special forms stand before general ones.
 */
enum PullFailureClass {
  PLAIN_HTTP(
      "plain-http",
      true,
      "registry answers in plain HTTP",
      "server gave http response to https client"),
  DISK_FULL("disk-full", true, "disk of the node is full", "no space left on device"),
  INVALID_NAME(
      "invalid-name",
      true,
      "invalid image name",
      "couldn't parse image|invalid reference format|repository name must be lowercase"),
  NEVER_PULL(
      "never-pull",
      true,
      "not on the node, and the policy is Never",
      "not present with pull policy of never"),
  SIGNATURE(
      "signature",
      true,
      "signature not accepted",
      "signature validation failed|signature required|no matching signatures"),
  RATE_LIMIT(
      "rate-limit",
      false,
      "rate limit of the registry",
      "(?:429 )?too many requests|toomanyrequests|rate limit|pull qps exceeded"),
  DNS(
      "dns",
      false,
      "registry name does not resolve",
      "lookup \\S+(?: on \\S+)?: .*|no such host|server misbehaving|failure in name resolution"),
  TIMEOUT(
      "timeout",
      false,
      "registry does not answer in time",
      "tls handshake timeout|i/o timeout|context deadline exceeded|client\\.timeout exceeded"),
  TLS(
      "tls",
      true,
      "certificate not trusted",
      "tls: (?!handshake).*|x509: .*|certificate signed by unknown authority|any ip sans"
          + "|cannot validate certificate"),
  UNREACHABLE(
      "connection-refused",
      false,
      "registry refuses connections",
      "connection refused|no route to host|network is unreachable"),
  SERVER_ERROR(
      "server-error",
      false,
      "registry has an error of its own",
      "\\b5\\d\\d (?:internal server error|bad gateway|service unavailable|gateway time-?out)"
          + "|(?:status|code):? 5\\d\\d\\b|internal server error|bad gateway"
          + "|service unavailable"),
  AUTH(
      "auth",
      true,
      "authentication",
      "no basic auth credentials|pull access denied|40[13] (?:unauthorized|forbidden)"
          + "|insufficient_scope|\\bunauthorized\\b|authorization failed|authentication required"
          + "|access denied|\\bdenied: |incorrect username or password"),
  PLATFORM(
      "platform",
      true,
      "no image for the node's platform",
      "no matching manifest for .*|no match for platform.*|image operating system .* cannot be used"),
  CORRUPT(
      "corrupt",
      true,
      "image is damaged",
      "invalid tar header|unexpected commit digest|failed size validation|unsupported media type"),
  NOT_FOUND(
      "not-found",
      true,
      "image does not exist",
      "manifest unknown|manifest_unknown|name unknown|name_unknown|(?:404 )?not found"
          + "|does not exist"),
  INTERRUPTED(
      "interrupted",
      false,
      "connection to the registry breaks",
      "unexpected eof|connection reset by peer|broken pipe"),
  UNKNOWN("UNKNOWN", false, "cause unknown", FirstMatch.NEVER);

  private final String id;
  private final boolean terminal;
  private final String words;
  private final Pattern pattern;

  PullFailureClass(String id, boolean terminal, String words, String pattern) {
    this.id = id;
    this.terminal = terminal;
    this.words = words;
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  /** As incidents tell it: {@code auth}. */
  String id() {
    return id;
  }

  /** Trying again does not help. */
  boolean terminal() {
    return terminal;
  }

  /** As titles tell it. */
  String words() {
    return words;
  }

  Pattern pattern() {
    return pattern;
  }

  static PullFailureClass ofId(String id) {
    for (PullFailureClass each : values()) {
      if (each.id.equals(id)) {
        return each;
      }
    }
    return UNKNOWN;
  }
}
