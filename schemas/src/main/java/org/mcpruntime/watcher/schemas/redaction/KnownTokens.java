package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Access tokens that tell their issuer by how they start, such as those of GitHub, GitLab, Slack and Docker Hub. */
final class KnownTokens {
  /** By the letter before the separator in which they end, since most letters are none. */
  private static final byte[][][] STARTS = byLastLetter(
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

  private static final int SHORTEST = 12;
  private static final int SAMPLE = 40;

  private KnownTokens() {}

  /** Index where the token begins whose start has its separator at {@code at}, or -1. */
  static int startOf(byte[] text, int start, int at, int end) {
    if (at == start || text[at - 1] < 0) {
      return -1;
    }
    for (byte[] word : STARTS[text[at - 1]]) {
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

  private static byte[][][] byLastLetter(String... starts) {
    List<List<byte[]>> byLetter = new ArrayList<>();
    for (int letter = 0; letter < 128; letter++) {
      byLetter.add(new ArrayList<>());
    }
    for (String start : starts) {
      byLetter.get(start.charAt(start.length() - 2)).add(start.getBytes(US_ASCII));
    }
    return byLetter.stream().map(list -> list.toArray(byte[][]::new)).toArray(byte[][][]::new);
  }
}
