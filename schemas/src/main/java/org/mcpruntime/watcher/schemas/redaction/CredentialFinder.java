package org.mcpruntime.watcher.schemas.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mcpruntime.watcher.schemas.json.MarkedBytes;

/**
 * Finds credentials inside free text: user information of URLs and connection strings, {@code Bearer} and {@code Basic}
 * schemes, {@code key=value} and {@code key: value} pairs whose key announces a credential, {@code --key value} words,
 * JSON web tokens, PEM blocks, base64 of either, and tokens of well-known prefix. When in doubt it masks. For one
 * thread; allocates only while something is found.
 */
final class CredentialFinder {
  /** A text without one of these bytes, and without escapes, holds nothing that is looked for, unless it begins as {@link
   * KnownTokens} do. */
  static final MarkedBytes SIGNS = MarkedBytes.of(" :=@IJ_");

  private static final byte[] PEM = ascii("-----BEGIN");
  private static final byte[] PEM_END = ascii("-----END");
  private static final byte[] PEM_BASE64 = ascii("LS0tLS1CRUdJ");
  /** Start of a challenge, which a server sends and which is no secret. */
  private static final byte[] CHALLENGE = ascii("realm=");

  private static final byte[] SHA = ascii("sha");

  private final CredentialWords words = new CredentialWords();
  private byte[] text = {};
  private int start;
  private int end;
  private int[] spans = new int[8];
  private int count;

  /**
   * Looks through UTF-8 text.
   *
   * @param pairs whether {@code key: value} pairs are looked for; not in image references
   * @return whether something was found; the spans then tell where, in order and without overlap
   */
  boolean find(byte[] utf8, int from, int to, boolean pairs) {
    text = utf8;
    start = from;
    end = to;
    count = 0;
    int at = from;
    while (at < to) {
      int next =
          switch (text[at]) {
            case ':', '=' -> pairs ? pair(at) : at;
            case ' ', '\t', '\n', '\r' -> announcedWord(at);
            case '@' -> userInformation(at);
            case 'I' -> cloudKey(at);
            case 'J' -> encoded(at);
            case '-' -> Math.max(pem(at), knownToken(at));
            case '_', '.' -> knownToken(at);
            default -> at;
          };
      at = Math.max(next, at + 1);
    }
    return count > 0;
  }

  int count() {
    return count;
  }

  int spanStart(int index) {
    return spans[2 * index];
  }

  int spanEnd(int index) {
    return spans[2 * index + 1];
  }

  /** {@code password=x}, {@code "auth": "x"}, {@code Authorization: Basic x}; {@code at} is the separator. */
  private int pair(int at) {
    boolean colon = text[at] == ':';
    int keyEnd = at;
    while (keyEnd > start && keyEnd > at - 4 && isQuoteOrBlank(text[keyEnd - 1])) {
      keyEnd--;
    }
    int keyStart = keyEnd;
    while (keyStart > start && isKeyByte(text[keyStart - 1])) {
      keyStart--;
    }
    if (keyEnd - keyStart < 2 || !words.announces(text, keyStart, keyEnd, colon)) {
      return at;
    }
    boolean header = words.lastKeyIsHeader();
    int value = at + 1;
    byte quote = 0;
    boolean blank = false;
    while (value < end
        && (isQuoteOrBlank(text[value]) || text[value] == '=' || text[value] == '>')) {
      blank |= isBlank(text[value]);
      quote = isQuote(text[value]) ? text[value] : quote;
      value++;
    }
    boolean imageTag =
        colon && !blank && quote == 0 && keyStart > start && text[keyStart - 1] == '/';
    boolean nested = value < end && text[value] == '{';
    if (imageTag || nested || value >= end) {
      return at;
    }
    int word = letters(value);
    boolean scheme = header && CredentialWords.isScheme(text, value, word);
    if (quote == 0 && blank && !scheme && isProse(value, word)) {
      return at;
    }
    return mask(value, header ? endOfLine(value, quote) : endOfValue(value, quote));
  }

  /** The word behind {@code Bearer}, {@code Basic}, {@code --password} or {@code -u}; {@code at} is the blank between. */
  private int announcedWord(int at) {
    int before = at;
    while (before > start && isKeyByte(text[before - 1])) {
      before--;
    }
    if (before == at) {
      return at;
    }
    int value = at;
    while (value < end && isQuoteOrBlank(text[value])) {
      value++;
    }
    if (value >= end) {
      return at;
    }
    boolean option = at - before > 1 && text[before] == '-';
    boolean announced = option
        ? words.announces(text, before, at, true)
            || CredentialWords.wordIs(text, before, at, "-u")
            || CredentialWords.wordIs(text, before, at, "--user")
        : CredentialWords.wordIs(text, before, at, "bearer")
            || (CredentialWords.wordIs(text, before, at, "basic") && !isLowerCaseWord(value));
    int word = letters(value);
    if (!announced
        || isProse(value, word)
        || startsWith(CHALLENGE, value)
        || (option && text[value] == '-')) {
      return at;
    }
    return mask(value, endOfValue(value, (byte) 0));
  }

  /** {@code scheme://user:password@host} and {@code user:password@host}; {@code at} is the at sign. */
  private int userInformation(int at) {
    if (at + 3 < end && Arrays.equals(text, at + 1, at + 4, SHA, 0, SHA.length)) {
      return at;
    }
    int from = at;
    int authority = -1;
    while (from > start
        && !isBlank(text[from - 1])
        && !isQuote(text[from - 1])
        && text[from - 1] != '<') {
      from--;
      if (text[from] == '@') {
        return count > 0 && spans[2 * count - 1] == from ? mask(from, at) : plainUser(from + 1, at);
      }
      if (from > start + 1 && text[from] == '/' && text[from - 1] == '/' && text[from - 2] == ':') {
        authority = from + 1;
        break;
      }
    }
    if (authority >= 0) {
      return hidesPassword(authority, at) ? mask(authority, at) : at;
    }
    return plainUser(from, at);
  }

  private int plainUser(int from, int at) {
    int colon = at;
    int user = at;
    while (user > from && text[user - 1] != '/' && text[user - 1] != '=' && text[user - 1] != ',') {
      user--;
      colon = text[user] == ':' ? user : colon;
    }
    return colon < at && colon > user ? mask(user, at) : at;
  }

  /** An at sign in a path ({@code /@scope/}) is harmless; one behind a password with a slash in it is not. */
  private boolean hidesPassword(int authority, int at) {
    int slash = authority;
    while (slash < at && text[slash] != '/' && text[slash] != '?' && text[slash] != '#') {
      slash++;
    }
    if (slash == at) {
      return true;
    }
    for (int i = authority; i < slash; i++) {
      if (text[i] == ':') {
        return !isPort(i + 1, slash);
      }
    }
    return false;
  }

  private boolean isPort(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return to > from;
  }

  /** {@code eyJ…}: base64 of a JSON object, so a JSON web token or Docker credentials; {@code LS0tLS1CRUdJ…}: of PEM. */
  private int encoded(int at) {
    int from = at - (PEM_BASE64.length - 1);
    if (from >= start && Arrays.equals(text, from, at + 1, PEM_BASE64, 0, PEM_BASE64.length)) {
      return mask(from, base64End(at));
    }
    if (at - 2 >= start && text[at - 1] == 'y' && text[at - 2] == 'e' && base64End(at) - at > 8) {
      return mask(at - 2, base64End(at));
    }
    return at;
  }

  private int pem(int at) {
    if (at + 1 == end || text[at + 1] != '-' || !startsWith(PEM, at)) {
      return at;
    }
    int close = at + PEM.length;
    while (close < end && !startsWith(PEM_END, close)) {
      close++;
    }
    return mask(at, close < end ? wordEnd(close + PEM_END.length) : end);
  }

  private int knownToken(int at) {
    int from = KnownTokens.startOf(text, start, at, end);
    return from < 0 ? at : mask(from, base64End(at));
  }

  private int cloudKey(int at) {
    int from = KnownTokens.cloudKeyAt(text, start, at, end);
    return from < 0 ? at : mask(from, base64End(at));
  }

  /** End of a PEM footer: the dashes behind its label, which may hold blanks. */
  private int wordEnd(int from) {
    int at = from;
    while (at < end
        && text[at] != '\n'
        && !(text[at] == '-' && text[at - 1] == '-' && text[at - 2] == '-')) {
      at++;
    }
    while (at < end && text[at] == '-') {
      at++;
    }
    return at;
  }

  private boolean isLowerCaseWord(int from) {
    int to = letters(from);
    for (int i = from; i < to; i++) {
      if (text[i] < 'a') {
        return false;
      }
    }
    return endsWord(to);
  }

  /** Whether a word of plain language stands here, and not a longer secret that starts like one. */
  private boolean isProse(int from, int to) {
    return endsWord(to) && CredentialWords.isProse(text, from, to);
  }

  private boolean endsWord(int at) {
    if (at == end || isQuoteOrBlank(text[at])) {
      return true;
    }
    boolean punctuation = ",.;:!?)".indexOf(text[at]) >= 0;
    return punctuation && (at + 1 == end || isQuoteOrBlank(text[at + 1]));
  }

  private int letters(int from) {
    int at = from;
    while (at < end && (text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z') {
      at++;
    }
    return at;
  }

  /** A quoted value ends at its quote, another one at white space or any quote. */
  private int endOfValue(int from, byte quote) {
    int at = from;
    while (at < end
        && (quote == 0 ? !isBlank(text[at]) && !isQuote(text[at]) : text[at] != quote)) {
      at++;
    }
    return at;
  }

  private int endOfLine(int from, byte quote) {
    int at = from;
    while (at < end
        && text[at] != '\n'
        && text[at] != '\r'
        && (quote == 0 ? !isQuote(text[at]) : text[at] != quote)) {
      at++;
    }
    return at;
  }

  private int base64End(int from) {
    int at = from;
    while (at < end && (isKeyByte(text[at]) || ".+/=".indexOf(text[at]) >= 0)) {
      at++;
    }
    return at;
  }

  private int mask(int from, int to) {
    if (to <= from) {
      return from;
    }
    int first = from;
    while (count > 0 && first <= spans[2 * count - 1]) {
      count--;
      first = Math.min(first, spans[2 * count]);
    }
    if (2 * count == spans.length) {
      spans = Arrays.copyOf(spans, 4 * count);
    }
    spans[2 * count] = first;
    spans[2 * count + 1] = to;
    count++;
    return to;
  }

  private boolean startsWith(byte[] word, int at) {
    return at + word.length <= end
        && Arrays.equals(text, at, at + word.length, word, 0, word.length);
  }

  static boolean isKeyByte(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '-';
  }

  private static boolean isQuoteOrBlank(byte b) {
    return isQuote(b) || isBlank(b) || b == '\\';
  }

  private static boolean isQuote(byte b) {
    return b == '"' || b == '\'' || b == '`';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
