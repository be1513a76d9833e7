package org.mcpruntime.watcher.schemas.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {
  @Test
  void splitsAPage() throws Exception {
    // Given
    String text = """
        {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"868","continue":"abc","remainingItemCount":7,"x":{}},
        "items":[{"metadata":{"name":"a"}} , {"metadata":{"name":"b","l":[{"items":[]}]}}]}
        """;

    // When
    ListPage page = read(text);

    // Then
    assertThat(page)
        .extracting(
            ListPage::kind,
            ListPage::apiVersion,
            ListPage::resourceVersion,
            ListPage::continueToken)
        .containsExactly("PodList", "v1", "868", "abc");
    assertThat(page.remainingItemCount()).isEqualTo(7);
    assertThat(texts(text, page))
        .containsExactly(
            "{\"metadata\":{\"name\":\"a\"}}",
            "{\"metadata\":{\"name\":\"b\",\"l\":[{\"items\":[]}]}}");
  }

  @Test
  void takesMembersInAnyOrder() throws Exception {
    String text = "{\"items\":[{}],\"metadata\":{\"remainingItemCount\":null},\"kind\":\"Odd\"}";
    ListPage page = read(text);
    assertThat(page.kind()).isEqualTo("Odd");
    assertThat(page.continueToken()).isEmpty();
    assertThat(page.remainingItemCount()).isEqualTo(-1);
    assertThat(texts(text, page)).containsExactly("{}");
  }

  @Test
  void takesNoItemsAsAnEmptyPage() throws Exception {
    assertThat(read("{\"metadata\":{},\"items\":null}").items()).isEmpty();
    assertThat(read("{\"items\":[]}").items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"kind\":\"Status\",\"metadata\":{}}",
        "{\"items\":{}}",
        "{\"items\":[{}]",
        "{\"items\":[{]}",
        "{\"items\":[]} x",
        "{\"items\":[],\"kind\":1}",
        "{\"items\":[],\"metadata\":{\"remainingItemCount\":1.5}}"
      })
  void refusesWhatIsNoPage(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedJsonException.class);
  }

  private static ListPage read(String text) throws MalformedJsonException {
    byte[] bytes = text.getBytes(UTF_8);
    return ListPage.read(bytes, 0, bytes.length);
  }

  private static List<String> texts(String text, ListPage page) {
    byte[] bytes = text.getBytes(UTF_8);
    return page.items().stream()
        .map(item -> new String(bytes, item.offset(), item.length(), UTF_8))
        .toList();
  }
}
