package org.mcpruntime.watcher.schemas.json;

/** Well-formed UTF-8, per Unicode table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
  private Utf8() {}

  /** Index behind the non-ASCII character that starts at {@code at}, or -1 when it is malformed or cut off. */
  static int next(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return tail(bytes, at + 1, at + 2, end, 0x80, 0xbf);
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      int low = lead == 0xe0 ? 0xa0 : 0x80;
      int high = lead == 0xed ? 0x9f : 0xbf;
      return tail(bytes, at + 1, at + 3, end, low, high);
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      int low = lead == 0xf0 ? 0x90 : 0x80;
      int high = lead == 0xf4 ? 0x8f : 0xbf;
      return tail(bytes, at + 1, at + 4, end, low, high);
    }
    return -1;
  }

  private static int tail(byte[] bytes, int from, int to, int end, int low, int high) {
    if (to > end) {
      return -1;
    }
    int second = bytes[from] & 0xff;
    if (second < low || second > high) {
      return -1;
    }
    for (int i = from + 1; i < to; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        return -1;
      }
    }
    return to;
  }
}
