package org.mcpruntime.watcher.schemas.redaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Words of a command line that tell how the ingress controller is set up and are kept: its providers and entry points. */
final class AllowedArguments {
  private static final byte[][] STARTS = {
    "--providers.".getBytes(US_ASCII), "--entrypoints.".getBytes(US_ASCII),
  };

  private AllowedArguments() {}

  /** Whether an allowed word, in any case, starts here. One written with escapes at its start is not recognised. */
  static boolean startAt(byte[] buffer, int at, int end) {
    for (byte[] word : STARTS) {
      if (startsWith(buffer, at, end, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] buffer, int at, int end, byte[] word) {
    if (at + word.length > end) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      byte b = buffer[at + i];
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != word[i]) {
        return false;
      }
    }
    return true;
  }
}
