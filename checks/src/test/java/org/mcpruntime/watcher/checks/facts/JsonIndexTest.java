package org.mcpruntime.watcher.checks.facts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JsonIndexTest {

  private static final JsonMapper JACKSON = JsonMapper.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"a\nb\"",
        "tru",
        "nulll",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "1 1",
        "{} {}"
      })
  void refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> JsonIndex.of(text.getBytes(UTF_8)))
        .isInstanceOf(ExtractionException.class)
        .hasMessageStartingWith("not JSON");
  }

  @Test
  void refusesADepthThatNoObjectHas() {
    String open = "[".repeat(100_000);
    assertThatThrownBy(() -> JsonIndex.of(open.getBytes(UTF_8)))
        .isInstanceOf(ExtractionException.class);
  }

  @Test
  void findsTheLastOfSeveralMembersOfAName() throws ExtractionException {
    JsonIndex index = JsonIndex.of("""
        {"b":{"a":0},"a":1,"ab":2,"\\u0061":[3],"c":4}
        """.getBytes(UTF_8));
    int member = index.member(JsonIndex.ROOT, "a");
    assertThat(index.is(member, JsonIndex.Type.ARRAY)).isTrue();
    assertThat(index.text(index.first(member))).isEqualTo("3");
    assertThat(index.member(JsonIndex.ROOT, "d")).isEqualTo(JsonIndex.ABSENT);
  }

  /** Whatever is damaged, both read the same or refuse the same. */
  @Test
  void agreesWithAnotherParser() {
    // Given
    byte[] whole = """
        {"a":[1,-2.5e+3,0,true,false,null,"x\\n\\"\\u00e9\\ud83d\\ude00 é",{}],"b":{"c":[[],{"d":"e"}]},
         "a b":{"a":1,"a":"2"},"long":"%s"}
        """.formatted("y".repeat(300)).getBytes(UTF_8);
    Random random = new Random(5);
    byte[] letters = "{}[]\",:\\ \nu0123-.eEtfna".getBytes(UTF_8);
    int sound = 0;
    for (int i = 0; i < 4_000; i++) {
      byte[] text = whole.clone();
      for (int damage = random.nextInt(3); damage > 0; damage--) {
        text[random.nextInt(text.length)] = letters[random.nextInt(letters.length)];
      }
      if (isUtf8(text)) {
        // When
        JsonNode theirs = theirs(text);
        String ours = ours(text);
        // Then
        assertThat(ours)
            .as(new String(text, UTF_8))
            .isEqualTo(theirs == null ? null : written(theirs));
        sound += theirs == null ? 0 : 1;
      }
    }
    assertThat(sound).isBetween(1_000, 3_800);
  }

  private static boolean isUtf8(byte[] text) {
    return Arrays.equals(new String(text, UTF_8).getBytes(UTF_8), text);
  }

  private static @Nullable JsonNode theirs(byte[] text) {
    try {
      return JACKSON.readTree(text);
    } catch (JacksonException e) {
      return null;
    }
  }

  private static @Nullable String ours(byte[] text) {
    try {
      return written(JsonIndex.of(text), JsonIndex.ROOT);
    } catch (ExtractionException e) {
      return null;
    }
  }

  /** Members by name, numbers as they are rounded: what two spellings of one value have in common. */
  private static String written(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, String> members = new TreeMap<>();
      node.propertyNames().forEach(name -> members.put(wellFormed(name), written(node.get(name))));
      return members.toString();
    }
    if (node.isArray()) {
      List<String> elements = new ArrayList<>();
      node.forEach(element -> elements.add(written(element)));
      return elements.toString();
    }
    if (node.isString()) {
      return wellFormed(node.stringValue());
    }
    return node.isNumber() ? String.valueOf(node.doubleValue()) : node.toString();
  }

  /** Half a surrogate pair cannot be stored. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  private static String written(JsonIndex index, int value) {
    if (index.is(value, JsonIndex.Type.OBJECT)) {
      TreeMap<String, String> members = new TreeMap<>();
      int end = index.next(value);
      for (int each = index.first(value); each < end; each = index.next(each + 1)) {
        members.put(index.text(each), written(index, each + 1));
      }
      return members.toString();
    }
    if (index.is(value, JsonIndex.Type.ARRAY)) {
      List<String> elements = new ArrayList<>();
      int end = index.next(value);
      for (int each = index.first(value); each < end; each = index.next(each)) {
        elements.add(written(index, each));
      }
      return elements.toString();
    }
    if (index.is(value, JsonIndex.Type.NUMBER)) {
      return String.valueOf(Double.parseDouble(index.text(value)));
    }
    return index.text(value);
  }
}
