package org.mcpruntime.watcher.checks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoLineTest {

  @Test
  void keepsWhateverTheFieldsHold() {
    List<String> fields =
        List.of("", "plain", "a\tb", "one\ntwo\r\nthree\r", "C:\\temp\\new", "\\", "");

    String line = MemoLine.of(fields.toArray(String[]::new));

    assertThat(line.lines()).hasSize(1);
    assertThat(MemoLine.fields(line)).isEqualTo(fields);
  }
}
