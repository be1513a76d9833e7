package org.mcpruntime.watcher.schemas.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Between the inside of a JSON string, as bytes with escapes, and its text. */
public final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonText() {}

  /** Text of a scanned string, given the bytes between its quotes. */
  static String string(byte[] buffer, int start, int end, boolean escaped) {
    if (escaped) {
      return new String(decode(buffer, start, end), StandardCharsets.UTF_8);
    }
    return new String(buffer, start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * UTF-8 of a scanned string, given the bytes between its quotes; escapes must be valid. A lone surrogate becomes
   * U+FFFD, since UTF-8 cannot hold it.
   */
  public static byte[] decode(byte[] buffer, int start, int end) {
    byte[] out = new byte[end - start];
    int length = 0;
    int at = start;
    while (at < end) {
      byte b = buffer[at];
      if (b != '\\') {
        out[length++] = b;
        at++;
      } else if (buffer[at + 1] == 'u') {
        int unit = hex4(buffer, at + 2);
        at += 6;
        int codePoint = unit;
        if (Character.isSurrogate((char) unit)) {
          boolean paired = Character.isHighSurrogate((char) unit)
              && at + 6 <= end
              && buffer[at] == '\\'
              && buffer[at + 1] == 'u'
              && Character.isLowSurrogate((char) hex4(buffer, at + 2));
          codePoint =
              paired ? Character.toCodePoint((char) unit, (char) hex4(buffer, at + 2)) : 0xfffd;
          at += paired ? 6 : 0;
        }
        length = putCodePoint(out, length, codePoint);
      } else {
        out[length++] = simpleEscape(buffer[at + 1]);
        at += 2;
      }
    }
    return length == out.length ? out : Arrays.copyOf(out, length);
  }

  /** Writes UTF-8 text as the inside of a JSON string. */
  public static void escape(byte[] utf8, int start, int end, ByteArrayOutputStream out) {
    for (int i = start; i < end; i++) {
      byte b = utf8[i];
      if (b == '"' || b == '\\') {
        out.write('\\');
        out.write(b);
      } else if (b >= 0 && b < ' ') {
        out.write('\\');
        out.write('u');
        out.write('0');
        out.write('0');
        out.write(HEX[b >> 4]);
        out.write(HEX[b & 0xf]);
      } else {
        out.write(b);
      }
    }
  }

  /** Bytes of the escape at {@code at}, or -1 when it is none. */
  static int escapeLength(byte[] buffer, int at, int end) {
    if (at + 1 >= end) {
      return -1;
    }
    if (buffer[at + 1] != 'u') {
      return simpleEscape(buffer[at + 1]) == 0 ? -1 : 2;
    }
    if (at + 6 > end) {
      return -1;
    }
    for (int i = at + 2; i < at + 6; i++) {
      if (Character.digit((char) buffer[i], 16) < 0) {
        return -1;
      }
    }
    return 6;
  }

  private static byte simpleEscape(byte letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }

  private static int hex4(byte[] buffer, int at) {
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      unit = unit << 4 | Character.digit((char) buffer[i], 16);
    }
    return unit;
  }

  /** An escape is never shorter than its UTF-8, so the output fits. */
  private static int putCodePoint(byte[] out, int start, int codePoint) {
    int at = start;
    if (codePoint < 0x80) {
      out[at++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      out[at++] = (byte) (0xc0 | codePoint >> 6);
      out[at++] = (byte) (0x80 | (codePoint & 0x3f));
    } else if (codePoint < 0x10000) {
      out[at++] = (byte) (0xe0 | codePoint >> 12);
      out[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
      out[at++] = (byte) (0x80 | (codePoint & 0x3f));
    } else {
      out[at++] = (byte) (0xf0 | codePoint >> 18);
      out[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
      out[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
      out[at++] = (byte) (0x80 | (codePoint & 0x3f));
    }
    return at;
  }
}
