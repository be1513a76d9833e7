package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** Access tokens that tell their issuer by how they start, such as those of GitHub, GitLab, Slack, Docker Hub and AWS. */
final class KnownTokens {
  private static final List<String> STARTS = List.of(
      "ghp_",
      "gho_",
      "ghu_",
      "ghs_",
      "ghr_",
      "github_pat_",
      "glpat-",
      "xoxb-",
      "xoxp-",
      "xoxa-",
      "dckr_pat_",
      "hf_",
      "npm_",
      "sk-",
      "sk_live_",
      "rk_live_",
      "hvs.",
      "pypi-");

  /** By the letter before the separator in which they end, since most letters are none. */
  private static final byte[][][] BY_LAST = by(start -> start.charAt(start.length() - 2));

  private static final byte[][][] BY_FIRST = by(start -> start.charAt(0));

  private static final byte[] AWS_KEY = "AKIA".getBytes(US_ASCII);
  private static final byte[] AWS_SESSION_KEY = "ASIA".getBytes(US_ASCII);
  private static final int AWS_LETTERS = 16;
  private static final byte[] GOOGLE_KEY = "AIza".getBytes(US_ASCII);
  private static final int GOOGLE_LETTERS = 35;

  private static final int SHORTEST = 12;
  private static final int SAMPLE = 40;

  private KnownTokens() {}

  /** Index where the token begins whose start has its separator at {@code at}, or -1. */
  static int startOf(byte[] text, int start, int at, int end) {
    if (at == start || text[at - 1] < 0) {
      return -1;
    }
    for (byte[] word : BY_LAST[text[at - 1]]) {
      int from = at + 1 - word.length;
      if (from >= start
          && Arrays.equals(text, from, at + 1, word, 0, word.length)
          && (from == start || !CredentialFinder.isKeyByte(text[from - 1]))
          && looksRandom(text, at + 1, end)) {
        return from;
      }
    }
    return -1;
  }

  /** Whether the text begins as one of them does: such a text need not hold any of {@link CredentialFinder#SIGNS}. */
  static boolean mayStart(byte[] text, int start, int end) {
    if (start == end || text[start] < 0) {
      return false;
    }
    for (byte[] word : BY_FIRST[text[start]]) {
      if (isAt(text, start, end, word)) {
        return true;
      }
    }
    return false;
  }

  /** Index where the key id of a cloud provider begins whose {@code I} is at {@code at}, or -1. */
  static int cloudKeyAt(byte[] text, int start, int at, int end) {
    if (at - 2 >= start
        && (isAt(text, at - 2, end, AWS_KEY) || isAt(text, at - 2, end, AWS_SESSION_KEY))
        && upperCaseOrDigits(text, at + 2, end) >= AWS_LETTERS) {
      return at - 2;
    }
    if (at - 1 >= start
        && isAt(text, at - 1, end, GOOGLE_KEY)
        && keyBytes(text, at + 3, end) >= GOOGLE_LETTERS) {
      return at - 1;
    }
    return -1;
  }

  private static int upperCaseOrDigits(byte[] text, int from, int end) {
    int at = from;
    while (at < end
        && ((text[at] >= 'A' && text[at] <= 'Z') || (text[at] >= '0' && text[at] <= '9'))) {
      at++;
    }
    return at - from;
  }

  private static int keyBytes(byte[] text, int from, int end) {
    int at = from;
    while (at < end && at - from < SAMPLE && CredentialFinder.isKeyByte(text[at])) {
      at++;
    }
    return at - from;
  }

  private static boolean isAt(byte[] text, int at, int end, byte[] word) {
    return at + word.length <= end
        && Arrays.equals(text, at, at + word.length, word, 0, word.length);
  }

  /** Names of things are lower-case words; a token has other characters soon. Looks at its beginning only. */
  private static boolean looksRandom(byte[] text, int from, int end) {
    boolean irregular = false;
    int at = from;
    while (at < end && at < from + SAMPLE && CredentialFinder.isKeyByte(text[at])) {
      irregular |= text[at] < 'a' && text[at] != '-' && text[at] != '_';
      at++;
    }
    return irregular && at - from >= SHORTEST;
  }

  private static byte[][][] by(ToIntFunction<String> letterOf) {
    List<List<byte[]>> byLetter = new ArrayList<>();
    for (int letter = 0; letter < 128; letter++) {
      byLetter.add(new ArrayList<>());
    }
    for (String start : STARTS) {
      byLetter.get(letterOf.applyAsInt(start)).add(start.getBytes(US_ASCII));
    }
    return byLetter.stream().map(list -> list.toArray(byte[][]::new)).toArray(byte[][][]::new);
  }
}
