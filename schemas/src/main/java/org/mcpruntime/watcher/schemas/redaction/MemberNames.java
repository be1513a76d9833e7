package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.mcpruntime.watcher.schemas.json.JsonScanner;
import org.mcpruntime.watcher.schemas.json.JsonText;

/** What the name of the scanner's current member says of its value. For one thread. */
final class MemberNames {
  private static final byte[] SNIPPET = "-snippet".getBytes(US_ASCII);

  private final NameRules rules;
  private final byte[] buffer;
  private final JsonScanner scanner;
  private final CredentialWords words = new CredentialWords();

  MemberNames(NameRules rules, byte[] buffer, JsonScanner scanner) {
    this.rules = rules;
    this.buffer = buffer;
    this.scanner = scanner;
  }

  Rule rule() {
    return rules.of(buffer, scanner.nameStart(), scanner.nameEnd(), scanner.nameEscaped());
  }

  /** Whether the words in it announce a credential. */
  boolean namesCredential() {
    int start = scanner.nameStart();
    int end = scanner.nameEnd();
    byte[] name = scanner.nameEscaped()
        ? JsonText.decode(buffer, start, end)
        : Arrays.copyOfRange(buffer, start, end);
    return words.namesCredential(name, 0, name.length);
  }

  /**
   * The same of an annotation: one called {@code example.com/token} is what {@code token} would be; one called {@code
   * …-snippet} holds lines of an ingress controller's configuration.
   */
  boolean announcesCredential() {
    boolean escaped = scanner.nameEscaped();
    byte[] key = escaped ? JsonText.decode(buffer, scanner.nameStart(), scanner.nameEnd()) : buffer;
    int start = escaped ? 0 : scanner.nameStart();
    int end = escaped ? key.length : scanner.nameEnd();
    int last = end;
    while (last > start && key[last - 1] != '/') {
      last--;
    }
    int snippet = end - SNIPPET.length;
    return rules.of(key, last, end, false) == Rule.CREDENTIAL
        || (snippet >= start && Arrays.equals(key, snippet, end, SNIPPET, 0, SNIPPET.length));
  }
}
