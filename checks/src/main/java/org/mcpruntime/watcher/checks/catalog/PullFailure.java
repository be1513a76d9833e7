package org.mcpruntime.watcher.checks.catalog;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one text tells of a failing pull.
 *
 * @param snippet the telling part of the text, at most {@value #SNIPPET} characters; empty when only the class is known
 */
record PullFailure(PullFailureClass failureClass, String snippet) {

  private static final int SNIPPET = 160;

  /** Reasons of the kubelet that tell the class without a text. */
  private static final Map<String, PullFailureClass> BY_REASON = Map.of(
      "InvalidImageName", PullFailureClass.INVALID_NAME,
      "ErrImageNeverPull", PullFailureClass.NEVER_PULL,
      "SignatureValidationFailed", PullFailureClass.SIGNATURE,
      "RegistryUnavailable", PullFailureClass.UNREACHABLE);

  private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]*://[^\\s\"]+");
  private static final Pattern QUOTED_WORD = Pattern.compile("\\\\?\"[^\"\\s]*\"");

  /** What the kubelet says while it waits to try again; a cause may follow. */
  private static final Pattern PREAMBLE = Pattern.compile(
      "^(?:\\s|:|…|Error: |Failed to pull image|Back-off pulling image|ErrImagePull\\b"
          + "|ImagePullBackOff\\b|rpc error: code = \\w+ desc =)+");

  /** How much it says: terminal over retryable over unclassified. */
  int weight() {
    if (failureClass == PullFailureClass.UNKNOWN) {
      return 1;
    }
    return failureClass.terminal() ? 3 : 2;
  }

  /**
   * Reads a text; empty when it tells no cause, as most back-off texts.
   *
   * @param reason waiting reason, or empty for a text of another source
   * @param image whose name and tag may not be read as a cause
   */
  static Optional<PullFailure> read(String reason, String text, String image) {
    String cause =
        PREAMBLE.matcher(withoutReferences(text, image)).replaceFirst("").strip();
    PullFailureClass byReason = BY_REASON.get(reason);
    for (PullFailureClass each : PullFailureClass.values()) {
      Matcher matcher = each.pattern().matcher(cause);
      if (matcher.find() && (byReason == null || byReason == each)) {
        return Optional.of(new PullFailure(each, shorten(cause.substring(matcher.start()))));
      }
    }
    if (byReason != null) {
      return Optional.of(new PullFailure(byReason, shorten(cause)));
    }
    return cause.isEmpty()
        ? Optional.empty()
        : Optional.of(new PullFailure(PullFailureClass.UNKNOWN, shorten(cause)));
  }

  /** The inverse of {@link #memo()}. */
  static PullFailure ofMemo(String memo) {
    int end = memo.indexOf('\n');
    return new PullFailure(PullFailureClass.ofId(memo.substring(0, end)), memo.substring(end + 1));
  }

  String memo() {
    return failureClass.id() + "\n" + snippet;
  }

  /** Names of images, registries and paths contain any word and any number. */
  private static String withoutReferences(String text, String image) {
    String rest = URL.matcher(text).replaceAll("…");
    rest = QUOTED_WORD.matcher(rest).replaceAll("…");
    String path = ImageName.parse(image).path();
    return path.isEmpty()
        ? rest
        : Pattern.compile("(?<![^\\s\"'(\\[])(?:[^\\s\"'(\\[]*/)?"
                + Pattern.quote(path)
                + "(?:[:@][^\\s\"')\\]]*)?")
            .matcher(rest)
            .replaceAll("…");
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= SNIPPET ? line : line.substring(0, SNIPPET - 1) + "…";
  }
}
