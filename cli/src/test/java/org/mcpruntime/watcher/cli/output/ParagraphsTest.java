package org.mcpruntime.watcher.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ParagraphsTest {

  @Test
  void breaksAtSpacesAndKeepsBlankLines() {
    assertThat(Paragraphs.wrap("one two three\n\nfour", 8, "  "))
        .containsExactly("one two", "  three", "", "four");
  }

  @Test
  void breaksAWordThatIsLongerThanALine() {
    assertThat(Paragraphs.wrap("see https://registry.local/v2/x now", 12, "  "))
        .containsExactly("see", "  https://re", "  gistry.loc", "  al/v2/x", "  now");
    assertThat(Paragraphs.wrap("0123456789", 5, "")).containsExactly("01234", "56789");
  }
}
