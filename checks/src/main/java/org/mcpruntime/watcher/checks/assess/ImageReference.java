package org.mcpruntime.watcher.checks.assess;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an image, taken apart.
 *
 * @param tag empty when absent
 * @param digest the first twelve digits; empty when absent
 */
record ImageReference(String repository, String tag, String digest) {

  /** What a reference may look like. Anything else might hold a credential and is never told. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?<repository>(?:[A-Za-z0-9][A-Za-z0-9._-]*(?::[0-9]{1,5})?/)?"
          + "[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9._-]+)*)"
          + "(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@[a-z0-9]+:(?<digest>[0-9a-f]{12})[0-9a-f]*)?");

  /**
   * {@code 1.4.2→1.5.0}.
   *
   * @param named several containers: which one it is has to be said
   */
  static String change(String before, String after, boolean named) {
    ImageReference old = parse(before);
    ImageReference now = parse(after);
    if (old == null || now == null) {
      return "changed";
    }
    if (!old.repository.equals(now.repository)) {
      return old.lastPart().equals(now.lastPart())
          ? SpecChange.shortened(old.whole()) + "→" + SpecChange.shortened(now.whole())
          : SpecChange.shortened(old.lastPart() + old.suffix()) + "→"
              + SpecChange.shortened(now.lastPart() + now.suffix());
    }
    String name = named ? SpecChange.shortened(now.lastPart()) + " " : "";
    boolean sameTag = old.tag.equals(now.tag);
    return name
        + SpecChange.shortened(sameTag ? or(old.digest, old.version()) : old.version())
        + "→"
        + SpecChange.shortened(sameTag ? or(now.digest, now.version()) : now.version());
  }

  private static @Nullable ImageReference parse(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    return parts.matches()
        ? new ImageReference(
            parts.group("repository"), text(parts.group("tag")), text(parts.group("digest")))
        : null;
  }

  private static String text(@Nullable String group) {
    return group == null ? "" : group;
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private String version() {
    return or(tag, or(digest, "latest"));
  }

  private String lastPart() {
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  private String suffix() {
    return tag.isEmpty() && digest.isEmpty() ? "" : ":" + version();
  }

  private String whole() {
    return repository + suffix();
  }
}
