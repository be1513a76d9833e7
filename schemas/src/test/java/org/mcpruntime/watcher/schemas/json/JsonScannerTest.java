package org.mcpruntime.watcher.schemas.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
  @Test
  void walksMembersAndElements() throws Exception {
    // Given
    JsonScanner scanner =
        over(" { \"a\" : 1 , \"b\":[true,\"x\\n\\u00e9\\ud83d\\ude00\",{}], \"\\u0063\":null } ");
    List<String> seen = new ArrayList<>();

    // When
    scanner.enterObject();
    while (scanner.nextMember()) {
      seen.add(scanner.name() + " " + scanner.peek());
      if (scanner.nameIs("b".getBytes(UTF_8))) {
        scanner.enterArray();
        while (scanner.nextElement()) {
          JsonType type = scanner.peek();
          seen.add(type == JsonType.STRING ? scanner.stringValue() : type.toString());
          if (type != JsonType.STRING) {
            scanner.skipValue();
          }
        }
      } else {
        assertThat(scanner.nameIs("c".getBytes(UTF_8))).isEqualTo(scanner.nameEscaped());
        scanner.skipValue();
      }
    }
    scanner.end();

    // Then
    assertThat(seen)
        .containsExactly("a NUMBER", "b ARRAY", "BOOLEAN", "x\né😀", "OBJECT", "c NULL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-1.5e+10",
        "1E3",
        "10.01",
        "true",
        "false",
        "null",
        "\"\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\uD800\"",
        "\"é世😀\u007f\"",
        "[]",
        "{}",
        "[[[]],{\"a\":[1]}]",
        "{\"a\":1,\"a\":2}",
        " [ 1 , 2 ] "
      })
  void acceptsJson(String text) throws Exception {
    JsonScanner scanner = over(text);
    JsonRange range = scanner.valueRange();
    scanner.end();
    assertThat(new String(text.getBytes(UTF_8), range.offset(), range.length(), UTF_8))
        .isEqualTo(text.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "tru",
        "nul",
        "falsy",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "-",
        "0x1",
        "NaN",
        "\"",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\n\"",
        "\"\u0001\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1]",
        "1 2",
        "{}}",
        "'a'",
        "\u00a01",
        "\f1"
      })
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> skipAll(text.getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageMatching("[a-zA-Z0-9, -]+ at byte [0-9]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "\u00c3",
        "\u00c0\u0080",
        "\u00c3(",
        "\u00e0\u0080\u0080",
        "\u00ed\u00a0\u0080",
        "\u00e2\u0082",
        "\u00f0\u0080\u0080\u0080",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080",
        "\u00ff"
      })
  void refusesBytesThatAreNoUtf8(String bytes) {
    assertThatThrownBy(() -> skipAll(("\"" + bytes + "\"").getBytes(ISO_8859_1)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void limitsNesting() throws Exception {
    int most = JsonScanner.MAX_DEPTH;
    skipAll(("[".repeat(most) + "]".repeat(most)).getBytes(UTF_8));
    skipAll(("{\"a\":".repeat(most) + "1" + "}".repeat(most)).getBytes(UTF_8));
    assertThatThrownBy(() -> skipAll(("[".repeat(most + 1) + "]".repeat(most + 1)).getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> skipAll("[".repeat(1_000_000).getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void staysWithinItsRange() throws Exception {
    // Given
    byte[] buffer = "\"a\" 12345".getBytes(UTF_8);
    JsonScanner scanner = new JsonScanner(buffer, 0, 3);

    // When, Then
    assertThat(scanner.stringValue()).isEqualTo("a");
    scanner.end();
    scanner.reset(buffer, 4, 2);
    assertThat(scanner.valueRange()).isEqualTo(new JsonRange(4, 2));
    scanner.reset(buffer, 0, 2);
    assertThatThrownBy(scanner::skipValue).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void tellsMarkedStrings() throws Exception {
    JsonScanner scanner =
        new JsonScanner("[\"ab\",\"a=b\",\"\\u0061\"]".getBytes(UTF_8), 0, 21, MarkedBytes.of("="));
    scanner.enterArray();
    List<Boolean> marked = new ArrayList<>();
    while (scanner.nextElement()) {
      scanner.skipString();
      marked.add(scanner.stringMarked());
    }
    assertThat(marked).containsExactly(false, true, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "é", "\n"})
  void marksPrintableAsciiOnly(String marked) {
    assertThatThrownBy(() -> MarkedBytes.of(marked)).isInstanceOf(IllegalArgumentException.class);
  }

  private static JsonScanner over(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new JsonScanner(bytes, 0, bytes.length);
  }

  private static void skipAll(byte[] bytes) throws MalformedJsonException {
    JsonScanner scanner = new JsonScanner(bytes, 0, bytes.length);
    scanner.skipValue();
    scanner.end();
  }
}
