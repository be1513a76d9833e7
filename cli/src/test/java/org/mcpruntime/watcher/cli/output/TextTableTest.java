package org.mcpruntime.watcher.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {

  private final TextTable table = new TextTable(List.of("ID", "CHECK", "AGE"), List.of(1))
      .row("a1", "deployment-unavailable", "6m")
      .note("└ explains 1: pod-image-pull")
      .row("b22", "pod", "17m");

  @Test
  void alignsColumnsWithoutTrailingSpace() {
    assertThat(table.render(80))
        .containsExactly(
            "ID   CHECK                   AGE",
            "a1   deployment-unavailable  6m",
            "└ explains 1: pod-image-pull",
            "b22  pod                     17m");
  }

  @Test
  void cutsOnlyWhatMayShrink() {
    assertThat(table.render(24))
        .containsExactly(
            "ID   CHECK           AGE",
            "a1   deployment-un…  6m",
            "└ explains 1: pod-image…",
            "b22  pod             17m");
  }

  @Test
  void paintsWithoutMovingColumns() {
    // Given
    TextTable painted = new TextTable(List.of("ID", "SEVERITY", "X"), List.of())
        .row(1, text -> "<" + text + ">", "a", "info", "x");

    // Then
    assertThat(painted.render(80)).containsExactly("ID  SEVERITY  X", "a   <info>      x");
  }
}
