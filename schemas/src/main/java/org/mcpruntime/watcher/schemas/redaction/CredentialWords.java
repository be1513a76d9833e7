package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Set;

/** Which words in a text announce a credential, and which words that follow them are plain language instead. */
final class CredentialWords {
  /** A key that contains one of these, written without separators, holds a credential. */
  private static final byte[][] ANYWHERE = ascii(
      "password",
      "passwd",
      "passphrase",
      "secret",
      "token",
      "apikey",
      "accesskey",
      "privatekey",
      "secretkey",
      "credential",
      "authorization",
      "signature",
      "cookie",
      "sessionid",
      "dockerconfigjson");

  /** Ends of field names of custom resources that hold a credential, beside those that announce one in any text. */
  private static final byte[][] FIELD_ENDS = ascii(
      "clientsecret",
      "sharedsecret",
      "webhooksecret",
      "signingsecret",
      "hmacsecret",
      "appsecret",
      "apisecret",
      "consumersecret",
      "jwtsecret",
      "cookiesecret",
      "sessionsecret",
      "signingkey",
      "encryptionkey",
      "masterkey",
      "hmackey",
      "accountkey",
      "sharedkey",
      "webhookurl",
      "connectionstring",
      "dsn");

  private static final byte[][] AT_END = ascii("pwd", "pass", "apitoken", "authkey");
  private static final Set<String> WHOLE = Set.of("auth", "sig", "pw");
  /** Ends of keys that refer to a credential without holding it. */
  private static final byte[][] REFERENCES =
      ascii("name", "header", "ref", "file", "path", "type", "namespace");

  /**
   * After "token: " or "Bearer " these words are prose ("failed to fetch oauth token: unexpected status"). No credential
   * is one of them.
   */
  private static final Set<String> PROSE = Set.of(
      "a",
      "access",
      "an",
      "and",
      "are",
      "auth",
      "authentication",
      "authorization",
      "bad",
      "basic",
      "bearer",
      "cannot",
      "challenge",
      "cluster",
      "connection",
      "context",
      "could",
      "couldn",
      "credentials",
      "denied",
      "dial",
      "does",
      "empty",
      "eof",
      "error",
      "expected",
      "expired",
      "failed",
      "for",
      "forbidden",
      "from",
      "get",
      "got",
      "has",
      "have",
      "head",
      "http",
      "https",
      "in",
      "insufficient",
      "internal",
      "invalid",
      "is",
      "it",
      "lookup",
      "mandatory",
      "may",
      "missing",
      "must",
      "net",
      "no",
      "not",
      "of",
      "on",
      "only",
      "or",
      "patch",
      "post",
      "put",
      "realm",
      "received",
      "referenced",
      "required",
      "rpc",
      "scheme",
      "secret",
      "secrets",
      "server",
      "service",
      "status",
      "the",
      "this",
      "timed",
      "timeout",
      "tls",
      "to",
      "token",
      "tokens",
      "unable",
      "unauthorized",
      "unexpected",
      "unknown",
      "unsupported",
      "was",
      "were",
      "which",
      "with",
      "x");

  /** After "Authorization: " these are no prose. */
  private static final Set<String> SCHEMES = Set.of("basic", "bearer", "token");

  private static final int MAX_KEY = 64;

  private final byte[] key = new byte[MAX_KEY];
  private int keyLength;

  /**
   * Whether the identifier announces a credential. Only its last 64 characters count.
   *
   * @param atEnd the announcing word must end the identifier ("client_secret: x", but not "secret_lease: x")
   */
  boolean announces(byte[] text, int start, int end, boolean atEnd) {
    normalise(text, start, end);
    if (keyLength < 2 || endsWithAny(REFERENCES) || is("secrets") || is("tokens")) {
      return false;
    }
    if (endsWithAny(AT_END) || endsWithAny(ANYWHERE) || endsWithPlural()) {
      return true;
    }
    if (keyLength <= 4 && WHOLE.contains(text(key, 0, keyLength))) {
      return true;
    }
    return !atEnd && containsAny();
  }

  /** Whether a field of this name holds a credential. A secret alone is where credentials are kept, not one. */
  boolean namesCredential(byte[] text, int start, int end) {
    boolean announced = announces(text, start, end, true);
    if (endsWithAny(FIELD_ENDS)) {
      return true;
    }
    return announced && !endsWith("secret") && !endsWith("secrets");
  }

  /** Whether the value of this key goes on to the end of its line, as that of an HTTP header. */
  boolean lastKeyIsHeader() {
    return endsWith("authorization") || endsWith("cookie");
  }

  static boolean isProse(byte[] text, int start, int end) {
    return end > start && end - start <= 16 && PROSE.contains(text(text, start, end));
  }

  static boolean isScheme(byte[] text, int start, int end) {
    return end - start <= 16 && SCHEMES.contains(text(text, start, end));
  }

  static boolean wordIs(byte[] text, int start, int end, String lowerCase) {
    return end - start == lowerCase.length() && text(text, start, end).equals(lowerCase);
  }

  private static String text(byte[] text, int start, int end) {
    byte[] lower = Arrays.copyOfRange(text, start, end);
    for (int i = 0; i < lower.length; i++) {
      lower[i] = lower(lower[i]);
    }
    return new String(lower, US_ASCII);
  }

  private void normalise(byte[] text, int start, int end) {
    keyLength = 0;
    for (int i = Math.max(start, end - MAX_KEY); i < end; i++) {
      byte b = lower(text[i]);
      if (b >= 'a' && b <= 'z') {
        key[keyLength++] = b;
      }
    }
  }

  private boolean is(String word) {
    return keyLength == word.length() && endsWith(word);
  }

  private boolean endsWith(String word) {
    return endsWith(word.getBytes(US_ASCII), 0);
  }

  private boolean endsWithAny(byte[][] words) {
    for (byte[] word : words) {
      if (endsWith(word, 0)) {
        return true;
      }
    }
    return false;
  }

  private boolean endsWithPlural() {
    if (keyLength == 0 || key[keyLength - 1] != 's') {
      return false;
    }
    for (byte[] word : ANYWHERE) {
      if (endsWith(word, 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean endsWith(byte[] word, int before) {
    int from = keyLength - before - word.length;
    return from >= 0 && Arrays.equals(key, from, from + word.length, word, 0, word.length);
  }

  private boolean containsAny() {
    for (byte[] word : ANYWHERE) {
      for (int from = 0; from + word.length <= keyLength; from++) {
        if (key[from] == word[0]
            && Arrays.equals(key, from, from + word.length, word, 0, word.length)) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
  }

  private static byte[][] ascii(String... words) {
    return Arrays.stream(words).map(word -> word.getBytes(US_ASCII)).toArray(byte[][]::new);
  }
}
