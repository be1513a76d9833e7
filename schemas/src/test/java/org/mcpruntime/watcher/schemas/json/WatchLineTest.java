package org.mcpruntime.watcher.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchLineTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
      {"type":"ADDED","object":{"a":{"b":1}}}                   | ADDED    | {"a":{"b":1}}
      {"type":"BOOKMARK","object":{}}                           | BOOKMARK | {}
      { "type" : "DELETED" , "object" : { "a" : "}" } }         | DELETED  | { "a" : "}" }
      {"object":{"a":[{}]},"type":"MODIFIED"}                   | MODIFIED | {"a":[{}]}
      {"x":[1],"object":{"a":1},"y":{},"type":"ERROR","z":null} | ERROR    | {"a":1}
      {"\\u0074ype":"\\u0041DDED","object":{"a":1}}             | ADDED    | {"a":1}
      """)
  void findsTypeAndObjectInEitherOrder(String text, String type, String object) throws Exception {
    // Given
    byte[] buffer = ("xx" + text + "\r\nyy").getBytes(UTF_8);

    // When
    WatchLine line = WatchLine.read(buffer, 2, buffer.length - 4);

    // Then
    assertThat(line.type()).isEqualTo(type);
    assertThat(new String(buffer, line.objectOffset(), line.objectLength(), UTF_8))
        .isEqualTo(object);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"type\":\"ADDED\"}",
        "{\"object\":{}}",
        "{\"type\":\"ADDED\",\"object\":[]}",
        "{\"type\":5,\"object\":{}}",
        "{\"type\":\"ADDED\",\"object\":{}",
        "{\"type\":\"ADDED\",\"object\":{\"a\":1}",
        "{\"object\":{},\"type\":\"ADDED\"} x",
        "{\"type\":\"ADDED\",\"object\":{\"a\":"
      })
  void refusesOtherLines(String text) {
    byte[] buffer = text.getBytes(UTF_8);
    assertThatThrownBy(() -> WatchLine.read(buffer, 0, buffer.length))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void readsSingleFields() throws Exception {
    byte[] status =
        "{\"kind\":\"Status\",\"code\":410,\"details\":{\"reason\":\"Expired\"},\"x\":[]}"
            .getBytes(UTF_8);
    assertThat(JsonFields.text(status, 0, status.length, "code")).isEqualTo("410");
    assertThat(JsonFields.text(status, 0, status.length, "details", "reason")).isEqualTo("Expired");
    assertThat(JsonFields.text(status, 0, status.length, "details", "none")).isNull();
    assertThat(JsonFields.text(status, 0, status.length, "kind", "none")).isNull();
    assertThat(JsonFields.text(status, 0, status.length, "x")).isNull();
  }
}
